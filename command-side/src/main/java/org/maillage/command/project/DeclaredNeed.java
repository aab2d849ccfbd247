package org.maillage.command.project;

import java.util.List;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.NeedId;

/** What a need adds to the answer. */
record DeclaredNeed(NeedId needId, List<Warning> warnings) {}
