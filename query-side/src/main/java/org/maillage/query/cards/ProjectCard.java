package org.maillage.query.cards;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.StrategicFit;
import org.maillage.query.intake.Recorded;

/**
 * A project.
 *
 * @param missions the missions of the centre that it serves
 * @param needs what it lacks; a withdrawn one is in the history alone
 * @param strategicFit null as long as nobody judged it
 * @param imageContexts where images of the action may be wanted
 */
record ProjectCard(
        UUID id,
        UUID epnId,
        String name,
        ProjectDuration duration,
        List<String> audiences,
        List<String> domains,
        @Nullable BigDecimal budget,
        List<String> missions,
        List<Need> needs,
        @Nullable Fit strategicFit,
        List<String> imageContexts) {

    /** @param acquisitionMode how the equipment is to be had; null as long as nobody chose */
    record Need(
            UUID id,
            NeedKind kind,
            String description,
            @Nullable BigDecimal amount,
            @Nullable AcquisitionMode acquisitionMode) {

        Need with(AcquisitionMode mode) {
            return new Need(id, kind, description, amount, mode);
        }
    }

    record Fit(StrategicFit fit, boolean teamCommitted, boolean appealing) {}

    static ProjectCard of(List<Recorded> history) {
        var drafted = (ProjectDrafted) history.getFirst().event();
        var domains = drafted.domains();
        var missions = List.<String>of();
        var needs = new LinkedHashMap<UUID, Need>();
        var contexts = List.<String>of();
        Fit fit = null;
        for (var recorded : history) {
            switch ((ProjectEvent) recorded.event()) {
                case ProjectDrafted _ -> {}
                case NeedDeclared e -> needs.put(e.needId().value(), need(e));
                case NeedWithdrawn e -> needs.remove(e.needId().value());
                case AcquisitionModeChosen e ->
                    needs.computeIfPresent(e.needId().value(), (_, need) -> need.with(e.mode()));
                case ProjectDomainsTagged e -> domains = e.domains();
                case ProjectMissionsNamed e -> missions = e.missions();
                case StrategicFitAssessed e -> fit = new Fit(e.fit(), e.teamCommitted(), e.appealing());
                case ImageContextsAgreed e -> contexts = e.contexts();
            }
        }
        return new ProjectCard(
                drafted.id().value(),
                drafted.epnId().value(),
                drafted.name(),
                drafted.duration(),
                drafted.audiences(),
                domains,
                drafted.budget() == null ? null : drafted.budget().value(),
                missions,
                List.copyOf(needs.values()),
                fit,
                contexts);
    }

    private static Need need(NeedDeclared event) {
        return new Need(
                event.needId().value(),
                event.kind(),
                event.description(),
                event.amount() == null ? null : event.amount().value(),
                null);
    }
}
