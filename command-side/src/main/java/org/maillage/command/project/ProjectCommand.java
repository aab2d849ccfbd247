package org.maillage.command.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.project.StrategicFit;

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
            implements ProjectCommand {
        @Override
        public EpnId within() {
            return epnId;
        }
    }

    record DeclareNeed(
            ProjectId id,
            NeedId needId,
            NeedKind kind,
            String description,
            @Nullable Money amount) implements ProjectCommand {}

    record WithdrawNeed(ProjectId id, NeedId needId, String reason) implements ProjectCommand {}

    record ChooseAcquisitionMode(ProjectId id, NeedId needId, AcquisitionMode mode) implements ProjectCommand {}

    record TagProjectDomains(ProjectId id, List<String> domains) implements ProjectCommand {}

    record NameProjectMissions(ProjectId id, List<String> missions) implements ProjectCommand {}

    record AssessStrategicFit(ProjectId id, StrategicFit fit, boolean teamCommitted, boolean appealing)
            implements ProjectCommand {}

    record AgreeImageContexts(ProjectId id, List<String> contexts) implements ProjectCommand {}
}
