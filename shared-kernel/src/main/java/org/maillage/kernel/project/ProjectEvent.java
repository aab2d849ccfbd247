package org.maillage.kernel.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partnership.Warning;

/** What happens to a project (projet): what a partnership is for. */
public sealed interface ProjectEvent extends Event {

    @Override
    ProjectId id();

    @Override
    default ProjectId streamKey() {
        return id();
    }

    /**
     * A project was dreamt (« rêver votre action, sans vous imposer de limites financières »).
     *
     * @param budget unknown as long as nobody wants to say
     */
    record ProjectDrafted(
            ProjectId id,
            EpnId epnId,
            String name,
            ProjectDuration duration,
            List<String> audiences,
            List<String> domains,
            @Nullable Money budget)
            implements ProjectEvent {

        public ProjectDrafted {
            audiences = List.copyOf(audiences);
            domains = List.copyOf(domains);
        }
    }

    /** The project lacks something (besoin). */
    record NeedDeclared(
            ProjectId id,
            EpnId epnId,
            NeedId needId,
            NeedKind kind,
            String description,
            @Nullable Money amount,
            List<Warning> warnings)
            implements ProjectEvent {

        public NeedDeclared {
            warnings = List.copyOf(warnings);
        }
    }

    /** The project lacks it no longer. */
    record NeedWithdrawn(ProjectId id, EpnId epnId, NeedId needId, String reason) implements ProjectEvent {}

    /** How the equipment is to be had was chosen; choosing again replaces it. */
    record AcquisitionModeChosen(ProjectId id, EpnId epnId, NeedId needId, AcquisitionMode mode, List<Warning> warnings)
            implements ProjectEvent {

        public AcquisitionModeChosen {
            warnings = List.copyOf(warnings);
        }
    }

    /** What the project touches was named (« projets hybrides »). */
    record ProjectDomainsTagged(ProjectId id, EpnId epnId, List<String> domains) implements ProjectEvent {

        public ProjectDomainsTagged {
            domains = List.copyOf(domains);
        }
    }

    /** Which missions of the centre the project serves was named. */
    record ProjectMissionsNamed(ProjectId id, EpnId epnId, List<String> missions) implements ProjectEvent {

        public ProjectMissionsNamed {
            missions = List.copyOf(missions);
        }
    }

    /**
     * How well the project fits the centre was judged.
     *
     * @param teamCommitted whether the team cares (« y tenez-vous personnellement, vous et votre équipe ? »)
     * @param appealing whether partners will like it (« vendeur »)
     */
    record StrategicFitAssessed(ProjectId id, EpnId epnId, StrategicFit fit, boolean teamCommitted, boolean appealing)
            implements ProjectEvent {}

    /** Where images of the action may be wanted was settled with the partners (contextes). */
    record ImageContextsAgreed(ProjectId id, EpnId epnId, List<String> contexts) implements ProjectEvent {

        public ImageContextsAgreed {
            contexts = List.copyOf(contexts);
        }
    }
}
