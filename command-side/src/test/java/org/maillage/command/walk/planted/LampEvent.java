package org.maillage.command.walk.planted;

import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;

public sealed interface LampEvent extends Event {

    @Override
    LampId id();

    @Override
    default LampId streamKey() {
        return id();
    }

    record LampHung(LampId id, EpnId epnId) implements LampEvent {}

    record LampLit(LampId id, EpnId epnId) implements LampEvent {}

    record LampDimmed(LampId id, EpnId epnId, int level) implements LampEvent {}

    record LampBroken(LampId id, EpnId epnId) implements LampEvent {}
}
