package org.maillage.command.partner;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
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
import org.maillage.command.PartnerCardIsMerged;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.partner.PartnerCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.Objections;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Partner {

    /** One card per establishment and centre. */
    static final String SIRET_CLAIM = "partner-siret";

    @AggregateIdentifier
    private PartnerId id;

    private EpnId epnId;
    private Card card;
    private final Map<PersonId, Role> contacts = new HashMap<>();
    private final Set<PersonId> formerContacts = new HashSet<>();
    private final Set<LocalDate> confirmations = new HashSet<>();
    private final Set<ChannelConstraintNoted> constraints = new HashSet<>();
    private final Set<PartnerInvited> invitations = new HashSet<>();
    private final Set<GreetingSent> greetings = new HashSet<>();
    private final Set<String> withdrawnObjections = new HashSet<>();
    private final Set<PartnerId> absorbed = new HashSet<>();
    private Objections objections = Objections.NONE;
    private @Nullable TechFamiliarity familiarity;
    private @Nullable PartnerId mergedInto;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RegisterPartner command, Look look, Claims claims) {
        Known.epn(look, command.epnId());
        var content = command.card();
        if (content.siret() != null) {
            claims.take(SIRET_CLAIM, siretClaim(command.epnId(), content.siret()), command.id(), SiretAlreadyUsed::new);
        }
        apply(new PartnerRegistered(
                command.id(),
                command.epnId(),
                content.name(),
                content.kind(),
                content.siret(),
                content.rna(),
                content.communeCode(),
                content.audiences(),
                content.domains(),
                content.source(),
                content.address(),
                content.epciCode(),
                content.objectives()));
    }

    @CommandHandler
    void handle(RevisePartner command, Claims claims) {
        requireUnmerged();
        var content = command.card();
        if (content.equals(card)) {
            return;
        }
        moveSiret(card.siret(), content.siret(), claims);
        apply(new PartnerRevised(
                id,
                epnId,
                content.name(),
                content.kind(),
                content.siret(),
                content.rna(),
                content.address(),
                content.communeCode(),
                content.epciCode(),
                content.audiences(),
                content.domains(),
                content.objectives(),
                content.source()));
    }

    private void moveSiret(@Nullable Siret from, @Nullable Siret to, Claims claims) {
        if (from != null && !from.equals(to)) {
            claims.release(SIRET_CLAIM, siretClaim(epnId, from), id);
        }
        if (to != null && !to.equals(from)) {
            claims.take(SIRET_CLAIM, siretClaim(epnId, to), id, SiretAlreadyUsed::new);
        }
    }

    static String siretClaim(EpnId epn, Siret siret) {
        return epn + "/" + siret;
    }

    @CommandHandler
    void handle(AddContact command, Look look) {
        requireUnmerged();
        Known.person(look, command.personId(), epnId);
        var role = contacts.get(command.personId());
        if (command.role().equals(role)) {
            return;
        }
        if (role != null) {
            throw new ContactAlreadyAdded();
        }
        apply(new ContactAdded(id, epnId, command.personId(), command.role()));
    }

    @CommandHandler
    void handle(ChangeContactRole command) {
        requireUnmerged();
        requireContact(command.personId());
        if (command.role().equals(contacts.get(command.personId()))) {
            return;
        }
        apply(new ContactRoleChanged(id, epnId, command.personId(), command.role()));
    }

    @CommandHandler
    void handle(RemoveContact command) {
        requireUnmerged();
        if (formerContacts.contains(command.personId())) {
            return;
        }
        requireContact(command.personId());
        apply(new ContactRemoved(id, epnId, command.personId()));
    }

    private void requireContact(PersonId person) {
        if (!contacts.containsKey(person)) {
            throw new UnknownContact();
        }
    }

    @CommandHandler
    void handle(SetTechFamiliarity command) {
        requireUnmerged();
        if (command.level() == familiarity) {
            return;
        }
        apply(new TechFamiliaritySet(id, epnId, command.level()));
    }

    @CommandHandler
    void handle(NoteChannelConstraint command) {
        requireUnmerged();
        if (command.contactId() != null) {
            requireContact(command.contactId());
        }
        var noted = new ChannelConstraintNoted(id, epnId, command.contactId(), command.kind(), command.note());
        if (constraints.contains(noted)) {
            return;
        }
        apply(noted);
    }

    @CommandHandler
    void handle(DeclareFundingObjection command) {
        requireUnmerged();
        var declared = new FundingObjectionDeclared(id, epnId, command.funder(), command.reason());
        if (Objections.after(objections, declared).equals(objections)) {
            return;
        }
        apply(declared);
    }

    @CommandHandler
    void handle(WithdrawFundingObjection command) {
        requireUnmerged();
        if (!objections.name(command.funder())) {
            if (withdrawnObjections.contains(Wording.comparable(command.funder()))) {
                return;
            }
            throw new UnknownFundingObjection();
        }
        apply(new FundingObjectionWithdrawn(id, epnId, command.funder(), command.reason()));
    }

    @CommandHandler
    void handle(LogPartnerExchange command, Look look) {
        requireUnmerged();
        Known.personOrNobody(look, command.contactId(), epnId);
        apply(new PartnerExchangeLogged(
                id, epnId, command.channel(), command.on(), command.note(), command.contactId()));
    }

    @CommandHandler
    void handle(InvitePartner command, Look look) {
        requireUnmerged();
        var invited = new PartnerInvited(
                id, epnId, command.partnershipId(), command.sessionId(), command.on(), command.note());
        if (invitations.contains(invited)) {
            return;
        }
        requireRunning(command, look);
        apply(invited);
    }

    private void requireRunning(InvitePartner command, Look look) {
        var action = Known.partnership(look, command.partnershipId());
        if (!action.epnId().equals(epnId)) {
            throw new UnknownPartnership();
        }
        if (command.sessionId() != null) {
            Known.session(look, command.sessionId(), command.partnershipId());
        }
        if (action.state() != PartnershipState.RUNNING) {
            throw new WrongPartnershipState(action.state());
        }
    }

    @CommandHandler
    void handle(SendGreeting command) {
        requireUnmerged();
        var sent = new GreetingSent(id, epnId, command.on(), command.channel(), command.note());
        if (greetings.contains(sent)) {
            return;
        }
        apply(sent);
    }

    @CommandHandler
    void handle(ConfirmPartnerCard command) {
        requireUnmerged();
        if (confirmations.contains(command.on())) {
            return;
        }
        apply(new PartnerCardConfirmed(id, epnId, command.on()));
    }

    @CommandHandler
    void handle(MergePartnerCard command, Look look, Claims claims) {
        if (command.into().equals(mergedInto)) {
            return;
        }
        requireUnmerged();
        Known.partner(look, command.into(), epnId);
        moveSiret(card.siret(), null, claims);
        apply(new PartnerCardMerged(id, epnId, command.into()));
    }

    @CommandHandler
    void handle(AbsorbPartnerCard command) {
        requireUnmerged();
        if (absorbed.contains(command.merged())) {
            return;
        }
        apply(new PartnerCardAbsorbed(id, epnId, command.merged()));
    }

    private void requireUnmerged() {
        if (mergedInto != null) {
            throw new PartnerCardIsMerged();
        }
    }

    @EventSourcingHandler
    void on(PartnerEvent event) {
        objections = Objections.after(objections, event);
        switch (event) {
            case PartnerRegistered registered -> {
                id = registered.id();
                epnId = registered.epnId();
                card = new Card(
                        registered.name(),
                        registered.kind(),
                        registered.siret(),
                        registered.rna(),
                        registered.address(),
                        registered.communeCode(),
                        registered.epciCode(),
                        registered.audiences(),
                        registered.domains(),
                        registered.objectives(),
                        registered.source());
            }
            case PartnerRevised revised ->
                card = new Card(
                        revised.name(),
                        revised.kind(),
                        revised.siret(),
                        revised.rna(),
                        revised.address(),
                        revised.communeCode(),
                        revised.epciCode(),
                        revised.audiences(),
                        revised.domains(),
                        revised.objectives(),
                        revised.source());
            case ContactAdded added -> {
                contacts.put(added.personId(), added.role());
                formerContacts.remove(added.personId());
            }
            case ContactRoleChanged changed -> contacts.put(changed.personId(), changed.role());
            case ContactRemoved removed -> {
                contacts.remove(removed.personId());
                formerContacts.add(removed.personId());
            }
            case TechFamiliaritySet set -> familiarity = set.level();
            case ChannelConstraintNoted noted -> constraints.add(noted);
            case FundingObjectionWithdrawn withdrawn -> withdrawnObjections.add(Wording.comparable(withdrawn.funder()));
            case PartnerInvited invited -> invitations.add(invited);
            case GreetingSent sent -> greetings.add(sent);
            case PartnerCardConfirmed confirmed -> confirmations.add(confirmed.on());
            case PartnerCardMerged merged -> mergedInto = merged.into();
            case PartnerCardAbsorbed other -> absorbed.add(other.merged());
            case PartnerExchangeLogged _, FundingObjectionDeclared _ -> {}
        }
    }
}
