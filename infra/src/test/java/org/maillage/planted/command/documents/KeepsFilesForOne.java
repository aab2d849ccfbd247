package org.maillage.planted.command.documents;

import org.maillage.planted.command.partnership.Switchless;

public record KeepsFilesForOne(Switchless partnership) {}
