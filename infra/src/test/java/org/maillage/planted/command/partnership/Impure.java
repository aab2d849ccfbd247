package org.maillage.planted.command.partnership;

import java.time.LocalDate;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.planted.kernel.partnership.PlantedEvent;

@Aggregate
public final class Impure {

    private @Nullable LocalDate since;
    private @Nullable UUID id;

    public boolean decide(DataSource database) {
        return database.hashCode() != 0 && since != null && id != null;
    }

    @EventSourcingHandler
    void on(PlantedEvent event) {
        switch (event) {
            case PlantedEvent.Happened _ -> since = LocalDate.now();
            default -> id = UUID.randomUUID();
        }
    }
}
