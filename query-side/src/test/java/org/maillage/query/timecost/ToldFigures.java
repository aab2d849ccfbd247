package org.maillage.query.timecost;

import org.maillage.query.Returns;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.ToldFacts;

/** The real figures, for the tests of whoever asks for them. */
public final class ToldFigures {

    private ToldFigures() {}

    public static Projection projection() {
        return new TimeCostProjection();
    }

    public static Returns of(ToldFacts told) {
        return new TimeCost(told.client());
    }
}
