package org.maillage.query;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.maillage.query.intake.AsOf;

/** The warnings of partnerships: one read model works them out, whoever shows a partnership shows the same. */
public interface Warnings {

    /** The projection that answers: who shows warnings waits for it too, as for {@link #TIME_COST}. */
    String PIPELINE = "pipeline";

    /** The projection of the figures behind some of them. */
    String TIME_COST = "time_cost";

    /** Those that stand, the oldest first; nothing for a partnership that was not known then. */
    Map<UUID, List<Advice>> of(Collection<UUID> partnerships, AsOf asOf);
}
