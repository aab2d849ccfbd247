package org.maillage.planted.query.timecost;

import org.maillage.planted.command.partnership.Switchless;

public record AsksAnAggregate(Switchless partnership) {}
