package org.maillage.command.deliverable;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ConsentClaim;
import org.maillage.command.Known;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.deliverable.DeliverableCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.consent.ImageConsentEvent;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class Deliverable {

    /** Who received it, for what; the same again is no news. */
    private record Use(@Nullable PartnerId partner, ImageUser user, String context) {}

    @AggregateIdentifier
    private DeliverableId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private ProjectId projectId;
    private Medium medium;
    private List<PersonId> depicts;
    private List<PersonId> authorIds;
    private @Nullable String licence;
    private final Set<Use> uses = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(CollectDeliverable command, Look look) {
        var partnership = requireLive(look, command.partnershipId());
        apply(new DeliverableCollected(
                command.id(),
                command.partnershipId(),
                partnership.epnId(),
                partnership.projectId(),
                command.title(),
                command.medium(),
                known(look, command.depicts(), partnership.epnId()),
                known(look, command.authorIds(), partnership.epnId()),
                command.licence(),
                command.url(),
                command.file()));
    }

    @CommandHandler
    void handle(LicenseDeliverable command, Look look) {
        var authors = command.authorIds() == null ? authorIds : List.copyOf(new LinkedHashSet<>(command.authorIds()));
        if (command.licence().equals(licence) && authors.equals(authorIds)) {
            return;
        }
        requireLive(look, partnershipId);
        apply(new DeliverableLicensed(id, partnershipId, epnId, known(look, authors, epnId), command.licence()));
    }

    @CommandHandler
    Transmitted handle(TransmitDeliverable command, Look look, Claims claims) {
        var partnership = requireLive(look, partnershipId);
        if (command.toPartnerId() != null && !partnership.concerns(command.toPartnerId())) {
            throw new NotAParty();
        }
        requireConsents(command, look, claims);
        var warnings = licence == null ? List.of(Warning.UNLICENSED_DELIVERABLE) : List.<Warning>of();
        if (!uses.contains(use(command.toPartnerId(), command.user(), command.context()))) {
            apply(new DeliverableTransmitted(
                    id, partnershipId, epnId, command.toPartnerId(), command.user(), command.context(), warnings));
        }
        return new Transmitted(warnings);
    }

    private void requireConsents(TransmitDeliverable command, Look look, Claims claims) {
        var shown = imageOf(medium);
        if (shown == null) {
            return;
        }
        var missing = depicts.stream()
                .filter(person -> {
                    var consent = consentOf(person, look, claims);
                    return consent == null
                            || !consent.covers(shown, command.user(), command.context(), command.today());
                })
                .count();
        if (missing > 0) {
            throw new ImageConsentMissing(missing);
        }
    }

    /** A text or an object shows nobody. */
    private static @Nullable ImageMedium imageOf(Medium medium) {
        return switch (medium) {
            case STILL -> ImageMedium.STILL;
            case MOVING -> ImageMedium.MOVING;
            case VOICE -> ImageMedium.VOICE;
            case TEXT, OBJECT -> null;
        };
    }

    private @Nullable ConsentGranted consentOf(PersonId person, Look look, Claims claims) {
        var consent = claims.owner(ConsentClaim.KIND, ConsentClaim.key(projectId, person));
        return consent == null
                ? null
                : look.state(new ImageConsentId(consent), ImageConsentEvent.class, Deliverable::granted);
    }

    private static @Nullable ConsentGranted granted(@Nullable ConsentGranted before, ImageConsentEvent event) {
        return switch (event) {
            case ConsentGranted granted -> granted;
            case ConsentRequested _, ConsentRefused _, ConsentWithdrawn _ -> null;
        };
    }

    private static List<PersonId> known(Look look, List<PersonId> persons, EpnId epn) {
        var each = List.copyOf(new LinkedHashSet<>(persons));
        each.forEach(person -> Known.person(look, person, epn));
        return each;
    }

    private static PartnershipStanding requireLive(Look look, PartnershipId id) {
        var partnership = Known.partnership(look, id);
        if (!partnership.acceptsSessions()) {
            throw new WrongPartnershipState(partnership.state());
        }
        return partnership;
    }

    private static Use use(@Nullable PartnerId partner, ImageUser user, String context) {
        return new Use(partner, user, Wording.comparable(context));
    }

    @EventSourcingHandler
    void on(DeliverableEvent event) {
        switch (event) {
            case DeliverableCollected collected -> {
                id = collected.id();
                partnershipId = collected.partnershipId();
                epnId = collected.epnId();
                projectId = collected.projectId();
                medium = collected.medium();
                depicts = collected.depicts();
                authorIds = collected.authorIds();
                licence = collected.licence();
            }
            case DeliverableLicensed licensed -> {
                authorIds = licensed.authorIds();
                licence = licensed.licence();
            }
            case DeliverableTransmitted transmitted ->
                uses.add(use(transmitted.toPartnerId(), transmitted.user(), transmitted.context()));
        }
    }
}
