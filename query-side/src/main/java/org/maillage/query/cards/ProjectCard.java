package org.maillage.query.cards;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.query.intake.Recorded;

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
        var drafted = (ProjectDrafted) history.getFirst().event();
        return new ProjectCard(
                drafted.id().value(),
                drafted.epnId().value(),
                drafted.name(),
                drafted.duration(),
                drafted.audiences(),
                drafted.domains(),
                drafted.budget() == null ? null : drafted.budget().value());
    }
}
