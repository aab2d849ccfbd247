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
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Person {

    @AggregateIdentifier
    private PersonId id;

    private EpnId epnId;
    private Details details;
    private boolean minor;
    private boolean erased;

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

    @CommandHandler
    void handle(RevisePerson command) {
        requireNotErased();
        var revision = command.details();
        var revisedMinor = command.minor() == null ? minor : command.minor();
        if (revisedMinor == minor && command.comparison().same(details, revision)) {
            return;
        }
        apply(new PersonRevised(
                id,
                epnId,
                revision.fullName(),
                revision.email(),
                revision.phone(),
                revisedMinor,
                revision.keyVersion()));
    }

    @CommandHandler
    void handle(SetPersonPhoto command) {
        requireNotErased();
        apply(new PersonPhotoSet(id, epnId, command.photo(), command.picture().mediaType(), command.keyVersion()));
    }

    @CommandHandler
    void handle(ErasePerson command) {
        if (erased) {
            return;
        }
        apply(new PersonErased(id, epnId, command.reason()));
    }

    private void requireNotErased() {
        if (erased) {
            throw new PersonIsErased();
        }
    }

    @EventSourcingHandler
    void on(PersonEvent event) {
        switch (event) {
            case PersonRegistered registered -> {
                id = registered.id();
                epnId = registered.epnId();
                minor = registered.minor();
                details = new Details(
                        PersonRegistered.class,
                        registered.fullName(),
                        registered.email(),
                        registered.phone(),
                        registered.keyVersion());
            }
            case PersonRevised revised -> {
                minor = revised.minor();
                details = new Details(
                        PersonRevised.class,
                        revised.fullName(),
                        revised.email(),
                        revised.phone(),
                        revised.keyVersion());
            }
            case PersonErased _ -> erased = true;
            // Too long to be remembered.
            case PersonPhotoSet _ -> {}
        }
    }
}
