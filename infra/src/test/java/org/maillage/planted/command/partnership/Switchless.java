package org.maillage.planted.command.partnership;

import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.planted.kernel.partnership.PlantedEvent;

@Aggregate
public final class Switchless {

    private boolean happened;

    @EventSourcingHandler
    void on(PlantedEvent event) {
        happened |= event instanceof PlantedEvent.Happened;
    }

    public boolean happened() {
        return happened;
    }
}
