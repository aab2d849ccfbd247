package org.maillage.planted.query.bilan;

import org.maillage.planted.query.timecost.LazyProjection;

public record CountsForOthers(LazyProjection timeCost) {}
