package org.maillage.command.person;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.command.Known;
import org.maillage.command.ledger.Look;
import org.maillage.command.person.PersonCommand.*;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Person {

    @AggregateIdentifier
    private PersonId id;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RegisterPerson command, Look look) {
        Known.epn(look, command.epnId());
        apply(new PersonRegistered(
                command.id(),
                command.epnId(),
                command.fullName(),
                command.email(),
                command.phone(),
                command.minor(),
                command.keyVersion()));
    }

    @EventSourcingHandler
    void on(PersonEvent event) {
        switch (event) {
            case PersonRegistered registered -> id = registered.id();
            case PersonRevised _, PersonPhotoSet _, PersonErased _ -> {}
        }
    }
}
