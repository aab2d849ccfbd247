package org.maillage.command.project;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.command.Known;
import org.maillage.command.ledger.Look;
import org.maillage.command.project.ProjectCommand.*;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class Project {

    @AggregateIdentifier
    private ProjectId id;

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

    @EventSourcingHandler
    void on(ProjectEvent event) {
        switch (event) {
            case ProjectDrafted drafted -> id = drafted.id();
            case NeedDeclared _,
                    NeedWithdrawn _,
                    AcquisitionModeChosen _,
                    ProjectDomainsTagged _,
                    ProjectMissionsNamed _,
                    StrategicFitAssessed _,
                    ImageContextsAgreed _ -> {}
        }
    }
}
