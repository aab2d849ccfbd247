package org.maillage.planted.edge;

import org.maillage.planted.command.partnership.PeeksAtQueries;

public record KnowsASide(PeeksAtQueries side) {}
