package org.maillage.command.project;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Known;
import org.maillage.command.ledger.Look;
import org.maillage.command.project.ProjectCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class Project {

    private static final Set<NeedKind> WITH_ACQUISITION_MODE = Set.of(NeedKind.EQUIPMENT, NeedKind.PREMISES);

    @AggregateIdentifier
    private ProjectId id;

    private EpnId epnId;
    private ProjectDuration duration;
    private final Map<NeedId, NeedKind> needs = new HashMap<>();
    private final Set<NeedId> withdrawn = new HashSet<>();
    private final Map<NeedId, AcquisitionMode> modes = new HashMap<>();
    private List<String> domains = List.of();
    private List<String> missions = List.of();
    private List<String> imageContexts = List.of();
    private @Nullable StrategicFitAssessed fit;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(DraftProject command, Look look) {
        Known.epn(look, command.epnId());
        apply(new ProjectDrafted(
                command.id(),
                command.epnId(),
                command.name(),
                command.duration(),
                command.audiences(),
                command.domains(),
                command.budget()));
    }

    @CommandHandler
    DeclaredNeed handle(DeclareNeed command) {
        var warnings = adviseIf(command.kind() == NeedKind.FUNDING, Warning.MONEY_FOR_ONE_OFF);
        apply(new NeedDeclared(
                id, epnId, command.needId(), command.kind(), command.description(), command.amount(), warnings));
        return new DeclaredNeed(command.needId(), warnings);
    }

    @CommandHandler
    void handle(WithdrawNeed command) {
        kindOf(command.needId());
        if (withdrawn.contains(command.needId())) {
            return;
        }
        apply(new NeedWithdrawn(id, epnId, command.needId(), command.reason()));
    }

    @CommandHandler
    Advised handle(ChooseAcquisitionMode command) {
        if (!WITH_ACQUISITION_MODE.contains(kindOf(command.needId()))) {
            throw new NeedHasNoAcquisitionMode();
        }
        if (withdrawn.contains(command.needId())) {
            throw new NeedIsWithdrawn();
        }
        var warnings = adviseIf(command.mode() == AcquisitionMode.BUY, Warning.BUYING_FOR_ONE_OFF);
        if (command.mode() != modes.get(command.needId())) {
            apply(new AcquisitionModeChosen(id, epnId, command.needId(), command.mode(), warnings));
        }
        return new Advised(warnings);
    }

    private NeedKind kindOf(NeedId need) {
        var kind = needs.get(need);
        if (kind == null) {
            throw new UnknownNeed();
        }
        return kind;
    }

    private List<Warning> adviseIf(boolean unwiseForOneDay, Warning warning) {
        return unwiseForOneDay && duration == ProjectDuration.ONE_OFF ? List.of(warning) : List.of();
    }

    @CommandHandler
    void handle(TagProjectDomains command) {
        if (command.domains().equals(domains)) {
            return;
        }
        apply(new ProjectDomainsTagged(id, epnId, command.domains()));
    }

    @CommandHandler
    void handle(NameProjectMissions command) {
        if (command.missions().equals(missions)) {
            return;
        }
        apply(new ProjectMissionsNamed(id, epnId, command.missions()));
    }

    @CommandHandler
    void handle(AssessStrategicFit command) {
        var assessed = new StrategicFitAssessed(id, epnId, command.fit(), command.teamCommitted(), command.appealing());
        if (assessed.equals(fit)) {
            return;
        }
        apply(assessed);
    }

    @CommandHandler
    void handle(AgreeImageContexts command) {
        if (command.contexts().equals(imageContexts)) {
            return;
        }
        apply(new ImageContextsAgreed(id, epnId, command.contexts()));
    }

    @EventSourcingHandler
    void on(ProjectEvent event) {
        switch (event) {
            case ProjectDrafted drafted -> {
                id = drafted.id();
                epnId = drafted.epnId();
                duration = drafted.duration();
                domains = drafted.domains();
            }
            case NeedDeclared declared -> needs.put(declared.needId(), declared.kind());
            case NeedWithdrawn gone -> withdrawn.add(gone.needId());
            case AcquisitionModeChosen chosen -> modes.put(chosen.needId(), chosen.mode());
            case ProjectDomainsTagged tagged -> domains = tagged.domains();
            case ProjectMissionsNamed named -> missions = named.missions();
            case StrategicFitAssessed assessed -> fit = assessed;
            case ImageContextsAgreed agreed -> imageContexts = agreed.contexts();
        }
    }
}
