package org.maillage.query.directory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.query.intake.Recorded;

/** A partner with all its cards: the one that stands for it, and the doubles that were merged into that one. */
final class Organisation {

    private final PartnerId id;
    private String name;
    private PartnerKind kind;
    private @Nullable CommuneCode commune;
    private @Nullable EpciCode epci;
    private List<String> audiences;
    private List<String> domains;
    private @Nullable PartnerId mergedInto;
    private final Set<PartnerId> cards = new LinkedHashSet<>();
    private final Map<UUID, String> contacts = new LinkedHashMap<>();
    private final Set<UUID> everyContact = new LinkedHashSet<>();
    private final List<InvitedTo> invitations = new ArrayList<>();
    private final Set<Integer> greetedIn = new LinkedHashSet<>();
    private @Nullable Contact lastContact;
    private boolean metBefore;
    private final List<PartnershipStanding> partnerships = new ArrayList<>();
    private boolean everAgreed;

    /** To an action that was running. */
    record InvitedTo(UUID partnershipId, @Nullable UUID sessionId, LocalDate on) {}

    Organisation(List<Recorded> history) {
        var registered = (PartnerRegistered) history.getFirst().event();
        id = registered.id();
        name = registered.name();
        kind = registered.kind();
        commune = registered.communeCode();
        epci = registered.epciCode();
        audiences = registered.audiences();
        domains = registered.domains();
        cards.add(id);
        history.forEach(recorded -> on((PartnerEvent) recorded.event()));
    }

    private void on(PartnerEvent event) {
        switch (event) {
            case PartnerRevised e -> {
                name = e.name();
                kind = e.kind();
                commune = e.communeCode();
                epci = e.epciCode();
                audiences = e.audiences();
                domains = e.domains();
            }
            case ContactAdded e -> employ(e.personId().value(), e.role().value());
            case ContactRoleChanged e -> employ(e.personId().value(), e.role().value());
            case ContactRemoved e -> contacts.remove(e.personId().value());
            case PartnerExchangeLogged e -> {
                metBefore = true;
                heard(new Contact(e.on(), Contact.Kind.EXCHANGE, e.channel()));
            }
            case PartnerInvited e -> {
                invitations.add(new InvitedTo(
                        e.partnershipId().value(),
                        e.sessionId() == null ? null : e.sessionId().value(),
                        e.on()));
                heard(new Contact(e.on(), Contact.Kind.INVITATION, null));
            }
            case GreetingSent e -> {
                greetedIn.add(e.on().getYear());
                heard(new Contact(e.on(), Contact.Kind.GREETING, e.channel()));
            }
            case PartnerCardMerged e -> mergedInto = e.into();
            case PartnerCardAbsorbed e -> cards.add(e.merged());
            case PartnerRegistered _,
                    PartnerCardConfirmed _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _ -> {}
        }
    }

    private void employ(UUID person, String role) {
        contacts.put(person, role);
        everyContact.add(person);
    }

    private void heard(Contact contact) {
        lastContact = Contact.later(lastContact, contact);
    }

    /** Takes over what a double knows; what this card says of the organisation itself stays. */
    void absorb(Organisation merged) {
        cards.addAll(merged.cards);
        merged.contacts.forEach(contacts::putIfAbsent);
        everyContact.addAll(merged.everyContact);
        invitations.addAll(merged.invitations);
        greetedIn.addAll(merged.greetedIn);
        metBefore |= merged.metBefore;
        if (merged.lastContact != null) {
            heard(merged.lastContact);
        }
    }

    /** Notes a partnership in which it takes part now, or what was said to it in one in which it took part. */
    void tookPart(List<Recorded> partnership) {
        PartnershipStanding standing = null;
        var agreed = false;
        for (var recorded : partnership) {
            var event = (PartnershipEvent) recorded.event();
            standing = PartnershipStanding.after(standing, event);
            if (concerns(standing)) {
                agreed |= event instanceof PartnershipAgreed || event instanceof AgreedWithoutConvention;
                hear(event);
            }
        }
        if (standing != null && concerns(standing)) {
            partnerships.add(standing);
            everAgreed |= agreed;
        }
    }

    private boolean concerns(PartnershipStanding standing) {
        return cards.stream().anyMatch(standing::concerns);
    }

    private void hear(PartnershipEvent event) {
        if (event instanceof ExchangeLogged e
                && (e.contactId() == null || everyContact.contains(e.contactId().value()))) {
            metBefore = true;
            heard(new Contact(e.on(), Contact.Kind.EXCHANGE, e.channel()));
        } else if (event instanceof PartnerPresenceRecorded e && cards.contains(e.partnerId())) {
            metBefore = true;
            heard(new Contact(e.on(), Contact.Kind.PRESENCE, null));
        }
    }

    PartnerId id() {
        return id;
    }

    String name() {
        return name;
    }

    PartnerKind kind() {
        return kind;
    }

    @Nullable
    CommuneCode commune() {
        return commune;
    }

    @Nullable
    EpciCode epci() {
        return epci;
    }

    List<String> audiences() {
        return audiences;
    }

    List<String> domains() {
        return domains;
    }

    /** The card that stands for it; null unless this one is a double. */
    @Nullable
    PartnerId mergedInto() {
        return mergedInto;
    }

    /** Roles by person. */
    Map<UUID, String> contacts() {
        return Collections.unmodifiableMap(contacts);
    }

    List<InvitedTo> invitations() {
        return List.copyOf(invitations);
    }

    boolean greetedIn(int year) {
        return greetedIn.contains(year);
    }

    @Nullable
    Contact lastContact() {
        return lastContact;
    }

    /** Whether something is under way with it. */
    boolean isBusy() {
        return partnerships.stream().anyMatch(partnership -> !partnership.isOver());
    }

    /** Whether it once agreed to do something together. */
    boolean everAgreed() {
        return everAgreed;
    }

    /** « Vous connaissez peut-être déjà vos partenaires locaux, pour les avoir rencontrés ». */
    boolean isKnown() {
        return metBefore || everAgreed;
    }

    List<PartnershipStanding> partnerships() {
        return List.copyOf(partnerships);
    }
}
