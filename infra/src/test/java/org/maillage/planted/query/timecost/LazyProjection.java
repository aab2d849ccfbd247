package org.maillage.planted.query.timecost;

import java.util.List;
import org.maillage.planted.kernel.partnership.PlantedEvent;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;

public final class LazyProjection implements Projection {

    private int seen;

    @Override
    public String name() {
        return "lazy";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<FactTable> tables() {
        return List.of();
    }

    @Override
    public boolean concerns(String type) {
        return !type.isEmpty();
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        if (fact.event() instanceof PlantedEvent planted) {
            switch (planted) {
                case PlantedEvent.Happened _ -> seen++;
                default -> seen--;
            }
        }
    }
}
