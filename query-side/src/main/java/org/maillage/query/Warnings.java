package org.maillage.query;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.maillage.query.intake.AsOf;

/** The warnings of partnerships: one read model works them out, whoever shows a partnership shows the same. */
public interface Warnings {

    /** The projections that must contain what a client has seen before this answers: for {@code @Answers}. */
    String PIPELINE = "pipeline";

    /** Those that stand, the oldest first; nothing for a partnership that was not known then. */
    Map<UUID, List<Advice>> of(Collection<UUID> partnerships, AsOf asOf);
}
