package org.maillage.planted.command.partnership;

import org.maillage.planted.query.timecost.LazyProjection;

public record PeeksAtQueries(LazyProjection projection) {}
