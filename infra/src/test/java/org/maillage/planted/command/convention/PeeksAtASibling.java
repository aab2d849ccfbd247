package org.maillage.planted.command.convention;

import org.maillage.planted.command.partnership.Switchless;

public record PeeksAtASibling(Switchless partnership) {}
