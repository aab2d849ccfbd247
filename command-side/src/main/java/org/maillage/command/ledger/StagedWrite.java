package org.maillage.command.ledger;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a unit of work has staged so far, in order; those of the units nested in it lie between its own, and count unless they
 * rolled back.
 */
final class StagedWrite {

    private static final String RESOURCE = StagedWrite.class.getName();

    private final UnitOfWork<?> unit;
    private final List<Object> staged = new ArrayList<>();

    private StagedWrite(UnitOfWork<?> unit) {
        this.unit = unit;
    }

    static StagedWrite of(UnitOfWork<?> unit) {
        return unit.getOrComputeResource(RESOURCE, _ -> {
            var write = new StagedWrite(unit);
            unit.parent().ifPresent(parent -> of(parent).staged.add(write));
            return write;
        });
    }

    void add(StagedEvent event) {
        staged.add(event);
    }

    void add(ClaimStep step) {
        staged.add(step);
    }

    List<StagedEvent> events() {
        return all(StagedEvent.class);
    }

    List<ClaimStep> claims() {
        return all(ClaimStep.class);
    }

    private <T> List<T> all(Class<T> kind) {
        var found = new ArrayList<T>();
        collect(kind, found);
        return found;
    }

    private <T> void collect(Class<T> kind, List<T> found) {
        if (unit.isRolledBack()) {
            return;
        }
        for (var element : staged) {
            if (element instanceof StagedWrite nested) {
                nested.collect(kind, found);
            } else if (kind.isInstance(element)) {
                found.add(kind.cast(element));
            }
        }
    }
}
