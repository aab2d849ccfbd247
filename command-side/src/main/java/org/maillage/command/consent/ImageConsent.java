package org.maillage.command.consent;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ConsentClaim;
import org.maillage.command.Known;
import org.maillage.command.consent.ImageConsentCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonEvent.PersonPhotoSet;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.ImageContextsAgreed;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class ImageConsent {

    @AggregateIdentifier
    private ImageConsentId id;

    private EpnId epnId;
    private ProjectId projectId;
    private PersonId personId;
    private @Nullable PersonId guardianId;
    private ImageConsentState state;
    private @Nullable ConsentGranted granted;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RequestConsent command, Look look, Claims claims) {
        var epn = Known.centreOf(look, command.projectId());
        Known.person(look, command.personId(), epn);
        Known.personOrNobody(look, command.guardianId(), epn);
        requireGuardian(look, command.personId(), command.guardianId());
        claims.take(
                ConsentClaim.KIND,
                ConsentClaim.key(command.projectId(), command.personId()),
                command.id(),
                ConsentAlreadyRequested::new);
        apply(new ConsentRequested(command.id(), epn, command.projectId(), command.personId(), command.guardianId()));
    }

    @CommandHandler
    void handle(GrantConsent command, Look look) {
        var grant = new ConsentGranted(
                id,
                epnId,
                projectId,
                personId,
                List.copyOf(EnumSet.copyOf(command.media())),
                List.copyOf(EnumSet.copyOf(command.users())),
                eachOnce(command.contexts()),
                command.signedOn(),
                command.until());
        if (state == ImageConsentState.GRANTED && saysTheSame(grant)) {
            return;
        }
        requireGrantable(grant);
        requireGuardian(look, personId, guardianId);
        requireAgreed(look, grant.contexts());
        apply(grant);
    }

    @CommandHandler
    void handle(RefuseConsent command, Claims claims) {
        if (state == ImageConsentState.REFUSED) {
            return;
        }
        require(ImageConsentState.REQUESTED);
        release(claims);
        apply(new ConsentRefused(id, epnId, projectId, personId, command.on()));
    }

    @CommandHandler
    void handle(WithdrawConsent command, Claims claims) {
        if (state == ImageConsentState.WITHDRAWN) {
            return;
        }
        require(ImageConsentState.GRANTED);
        release(claims);
        apply(new ConsentWithdrawn(id, epnId, projectId, personId, command.on()));
    }

    private static void requireGuardian(Look look, PersonId person, @Nullable PersonId guardian) {
        if (isMinor(look, person) && (guardian == null || isMinor(look, guardian))) {
            throw new GuardianRequired();
        }
    }

    private static boolean isMinor(Look look, PersonId person) {
        return Boolean.TRUE.equals(look.state(person, PersonEvent.class, ImageConsent::minor));
    }

    private static @Nullable Boolean minor(@Nullable Boolean before, PersonEvent event) {
        return switch (event) {
            case PersonRegistered registered -> registered.minor();
            case PersonRevised revised -> revised.minor();
            case PersonPhotoSet _, PersonErased _ -> before;
        };
    }

    /** A grant that has run out is followed by another; before, it must be withdrawn. */
    private void requireGrantable(ConsentGranted grant) {
        var then = granted == null ? state : state.on(grant.signedOn(), granted.until());
        if (then != ImageConsentState.REQUESTED && then != ImageConsentState.EXPIRED) {
            throw new WrongConsentState(then);
        }
    }

    private void requireAgreed(Look look, List<String> contexts) {
        List<String> agreed = look.state(projectId, ProjectEvent.class, ImageConsent::contexts);
        if (agreed != null && !agreed.isEmpty() && !comparable(agreed).containsAll(comparable(contexts))) {
            throw new ContextNotAgreed();
        }
    }

    private static @Nullable List<String> contexts(@Nullable List<String> before, ProjectEvent event) {
        return event instanceof ImageContextsAgreed agreed ? agreed.contexts() : before;
    }

    private boolean saysTheSame(ConsentGranted grant) {
        return granted != null
                && granted.media().equals(grant.media())
                && granted.users().equals(grant.users())
                && comparable(granted.contexts()).equals(comparable(grant.contexts()))
                && granted.signedOn().equals(grant.signedOn())
                && Objects.equals(granted.until(), grant.until());
    }

    private static Set<String> comparable(List<String> contexts) {
        return contexts.stream().map(Wording::comparable).collect(Collectors.toSet());
    }

    private static List<String> eachOnce(List<String> contexts) {
        var known = new HashSet<String>();
        var each = new ArrayList<>(contexts);
        each.removeIf(context -> !known.add(Wording.comparable(context)));
        return each;
    }

    private void require(ImageConsentState expected) {
        if (state != expected) {
            throw new WrongConsentState(state);
        }
    }

    /** So that one may ask again. */
    private void release(Claims claims) {
        claims.release(ConsentClaim.KIND, ConsentClaim.key(projectId, personId), id);
    }

    @EventSourcingHandler
    void on(ImageConsentEvent event) {
        state = ImageConsentState.after(event);
        switch (event) {
            case ConsentRequested requested -> {
                id = requested.id();
                epnId = requested.epnId();
                projectId = requested.projectId();
                personId = requested.personId();
                guardianId = requested.guardianId();
            }
            case ConsentGranted grant -> granted = grant;
            case ConsentRefused _, ConsentWithdrawn _ -> {}
        }
    }
}
