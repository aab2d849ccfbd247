package org.maillage.kernel.project;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;

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
}
