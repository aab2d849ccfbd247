package org.maillage.query.cards;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;

/** A project. */
record ProjectCard(
        UUID id,
        UUID epnId,
        String name,
        ProjectDuration duration,
        List<String> audiences,
        List<String> domains,
        @Nullable BigDecimal budget) {

    static ProjectCard of(List<Recorded> history) {
        return switch ((ProjectEvent) history.getLast().event()) {
            case ProjectDrafted e ->
                new ProjectCard(
                        e.id().value(),
                        e.epnId().value(),
                        e.name(),
                        e.duration(),
                        e.audiences(),
                        e.domains(),
                        e.budget() == null ? null : e.budget().value());
        };
    }
}
