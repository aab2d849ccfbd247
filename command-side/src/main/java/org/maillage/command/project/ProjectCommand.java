package org.maillage.command.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectId;

sealed interface ProjectCommand extends Command {

    ProjectId id();

    @Override
    default ProjectId target() {
        return id();
    }

    record DraftProject(
            ProjectId id,
            EpnId epnId,
            String name,
            ProjectDuration duration,
            List<String> audiences,
            List<String> domains,
            @Nullable Money budget)
            implements ProjectCommand {}
}
