package org.maillage.command.partnership;

import java.util.List;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.partnership.Warning;

/** What a tool adds to the answer. */
record Equipped(ToolId toolId, List<Warning> warnings) {}
