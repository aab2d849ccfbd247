package org.maillage.planted.kernel.partnership;

import java.sql.Connection;
import java.time.Instant;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;

public sealed interface PlantedEvent extends Event {

    record Happened(PartnershipId id, EpnId epnId, PartnershipId streamKey) implements PlantedEvent {}

    record StoredByItself(PartnershipId id, EpnId epnId, PartnershipId streamKey) implements PlantedEvent {

        public Instant at() {
            return Instant.now();
        }

        public boolean isStored(Connection connection) {
            return connection.hashCode() != 0;
        }
    }
}
