package org.maillage.planted.command.ledger;

import org.maillage.planted.command.partnership.Switchless;

public record KnowsAFeature(Switchless partnership) {}
