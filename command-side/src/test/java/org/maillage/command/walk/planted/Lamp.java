package org.maillage.command.walk.planted;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.maillage.command.walk.planted.LampCommand.*;
import org.maillage.command.walk.planted.LampEvent.*;
import org.maillage.kernel.epn.EpnId;

/** A broken one can be lit, one that is dimmed by five throws, and a level is set before it is decided. */
@SuppressWarnings("NullAway.Init") // the framework makes it, its first event fills it
public final class Lamp {

    @AggregateIdentifier
    private LampId id;

    private EpnId epnId;
    private boolean lit;
    private boolean broken;
    private int level;

    @CommandHandler
    void handle(LightLamp command) {
        if (!lit) {
            apply(new LampLit(id, epnId));
        }
    }

    @CommandHandler
    void handle(DimLamp command) {
        if (lit) {
            level = 100 / (5 - command.level());
            apply(new LampDimmed(id, epnId, command.level()));
        }
    }

    @CommandHandler
    void handle(BreakLamp command) {
        if (!broken) {
            apply(new LampBroken(id, epnId));
        }
    }

    @EventSourcingHandler
    void on(LampEvent event) {
        switch (event) {
            case LampHung hung -> {
                id = hung.id();
                epnId = hung.epnId();
            }
            case LampLit _ -> lit = true;
            case LampBroken _ -> {
                lit = false;
                broken = true;
            }
            case LampDimmed _ -> {}
        }
    }
}
