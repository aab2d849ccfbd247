package org.maillage.infra.faults.driver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Partner;

/** The cards of organisations. */
final class PartnerKinds {

    static final List<String> CHANNELS = List.of("MAIL", "PHONE", "LETTER", "MEETING", "LOCAL_EVENT", "INTRODUCTION");

    private static final List<String> KINDS =
            List.of("MUNICIPAL_SERVICE", "ASSOCIATION", "COMPANY", "SCHOOL", "CULTURAL_VENUE", "OTHER_PUBLIC_BODY");
    private static final int MOST = 25;

    private final World world;
    private final Draw draw;

    PartnerKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/partners", 14, this::register),
                new Kind("/partners/imports", 2, this::importCards),
                new Kind("/partners/{id}/revisions", 5, this::revise),
                new Kind("/partners/{id}/contacts", 8, this::addContact),
                new Kind("/partners/{id}/contact-roles", 3, this::changeRole),
                new Kind("/partners/{id}/contact-removals", 2, this::removeContact),
                new Kind("/partners/{id}/tech-familiarity", 3, this::familiarity),
                new Kind("/partners/{id}/channel-constraints", 3, this::constrain),
                new Kind("/partners/{id}/funding-objections", 2, this::object),
                new Kind("/partners/{id}/funding-objection-withdrawals", 2, this::withdrawObjection),
                new Kind("/partners/{id}/exchanges", 14, this::exchange),
                new Kind("/partners/{id}/invitations", 4, this::invite),
                new Kind("/partners/{id}/greetings", 4, this::greet),
                new Kind("/partners/{id}/card-confirmation", 6, this::confirm),
                new Kind("/partners/{id}/merger", 2, this::merge));
    }

    private @Nullable Ask register() {
        var centre = world.centre(some -> some.isPatient() && some.partners.size() < MOST);
        if (centre == null) {
            return null;
        }
        var siret = draw.chance(60) ? draw.siret() : null;
        var ask = card(centre, siret);
        // Two people enter the same organisation at once.
        return siret != null && draw.chance(15) ? ask.against(card(centre, siret)) : ask;
    }

    private Ask card(Centre centre, @Nullable String siret) {
        var name = draw.text("Organisme d’essai");
        var kind = draw.oneOf(KINDS);
        return Ask.to("/partners")
                .with("epnId", centre)
                .with("name", name)
                .with("kind", kind)
                .with("siret", siret)
                .with("rna", draw.chance(20) ? "W%09d".formatted(draw.number()) : null)
                .with("communeCode", draw.chance(60) ? draw.oneOf("49007", "44109") : null)
                .with("audiences", draw.some(List.of("jeunes", "seniors", "familles"), 2))
                .with("domains", draw.some(List.of("lecture", "cinéma", "numérique"), 1))
                .with("source", draw.chance(30) ? "rencontre locale" : null)
                .among(centre)
                .expecting("PartnerRegistered")
                .readNew()
                .then(answer -> centre.partners.add(new Partner(answer.id(), centre, name, kind, siret)));
    }

    private @Nullable Ask importCards() {
        var centre = world.centre(some -> some.isPatient() && some.partners.size() < MOST);
        if (centre == null) {
            return null;
        }
        var csv = new StringBuilder("nom;type;siret\n");
        for (int i = draw.between(1, 3); i > 0; i--) {
            csv.append(draw.text("Organisme importé"))
                    .append(';')
                    .append("SCHOOL;")
                    .append(draw.siret())
                    .append('\n');
        }
        return Ask.importing("/partners/imports", "?epnId=" + centre.id, csv.toString())
                .among(centre)
                .expecting("PartnersImported")
                .then(answer -> answer.body()
                        .path("rows")
                        .forEach(row -> centre.partners.add(new Partner(
                                row.path("partnerId").asString(),
                                centre,
                                row.path("name").asString(),
                                "SCHOOL",
                                null))));
    }

    private @Nullable Ask revise() {
        var partner = world.partner(Thing::isFree);
        if (partner == null) {
            return null;
        }
        // Sometimes an establishment's number that another card of the centre has: one card each.
        var other = draw.oneOf(
                partner.centre.partners, some -> !some.equals(partner) && some.siret != null && !some.isLost());
        var taken = other == null || !draw.chance(10) ? null : other.siret;
        var siret = taken != null ? taken : kept(partner);
        var ask = Ask.to("/partners/{id}/revisions", partner)
                .with("name", draw.text("Organisme revu"))
                .with("kind", partner.kind)
                .with("siret", siret)
                .with("address", draw.text("rue de l’Essai"))
                .with("objectives", List.of(draw.text("objectif")))
                .alone(partner)
                .expecting("PartnerRevised")
                .then(_ -> partner.siret = siret);
        return taken != null ? ask.contested() : ask;
    }

    private String kept(Partner partner) {
        return partner.siret != null && draw.chance(70) ? partner.siret : draw.siret();
    }

    private @Nullable Ask addContact() {
        var partner = world.partner(some -> some.isFree() && some.contacts.size() < 5);
        if (partner == null) {
            return null;
        }
        var person = draw.oneOf(partner.centre.visitors, some -> some.stays() && !partner.contacts.contains(some));
        return person == null
                ? null
                : Ask.to("/partners/{id}/contacts", partner)
                        .with("personId", person)
                        .with("role", draw.oneOf("présidente", "trésorier", "chargée de mission"))
                        .alone(partner)
                        .expecting("ContactAdded")
                        .then(_ -> partner.contacts.add(person));
    }

    private @Nullable Partner withContact() {
        return world.partner(some -> some.isFree() && !some.contacts.isEmpty());
    }

    private @Nullable Ask changeRole() {
        var partner = withContact();
        return partner == null
                ? null
                : Ask.to("/partners/{id}/contact-roles", partner)
                        .with("personId", draw.oneOf(partner.contacts))
                        .with("role", draw.text("fonction"))
                        .alone(partner)
                        .expecting("ContactRoleChanged");
    }

    private @Nullable Ask removeContact() {
        var partner = withContact();
        if (partner == null) {
            return null;
        }
        var person = draw.oneOf(partner.contacts);
        return Ask.to("/partners/{id}/contact-removals", partner)
                .with("personId", person)
                .alone(partner)
                .expecting("ContactRemoved")
                .then(_ -> partner.contacts.remove(person));
    }

    private @Nullable Ask familiarity() {
        var partner = world.partner(_ -> true);
        return partner == null
                ? null
                : Ask.to("/partners/{id}/tech-familiarity", partner)
                        .with("level", draw.oneOf("NONE", "LOW", "FAIR", "HIGH"))
                        .among(partner);
    }

    private @Nullable Ask constrain() {
        var partner = world.partner(_ -> true);
        return partner == null
                ? null
                : Ask.to("/partners/{id}/channel-constraints", partner)
                        .with("kind", draw.oneOf("SMALL_MAILBOX", "SLOW_ANSWERS", "PHONE_ONLY", "LETTER_ONLY", "OTHER"))
                        .with("note", draw.text("Remarque"))
                        .among(partner)
                        .expecting("ChannelConstraintNoted");
    }

    private @Nullable Ask object() {
        var partner = world.partner(Thing::isFree);
        if (partner == null) {
            return null;
        }
        var funder = draw.text("Financeur contesté");
        return Ask.to("/partners/{id}/funding-objections", partner)
                .with("funder", funder)
                .with("reason", draw.chance(60) ? draw.text("Incompatible avec nos statuts") : null)
                .alone(partner)
                .expecting("FundingObjectionDeclared")
                .then(_ -> partner.objections.add(funder));
    }

    private @Nullable Ask withdrawObjection() {
        var partner = world.partner(some -> some.isFree() && !some.objections.isEmpty());
        if (partner == null) {
            return null;
        }
        var funder = draw.oneOf(partner.objections);
        return Ask.to("/partners/{id}/funding-objection-withdrawals", partner)
                .with("funder", funder)
                .with("reason", draw.text("Après discussion"))
                .alone(partner)
                .expecting("FundingObjectionWithdrawn")
                .then(_ -> partner.objections.remove(funder));
    }

    private @Nullable Ask exchange() {
        var partner = world.partner(_ -> true);
        return partner == null
                ? null
                : Ask.to("/partners/{id}/exchanges", partner)
                        .with("channel", draw.oneOf(CHANNELS))
                        .with("on", draw.pastDay())
                        .with("note", draw.text("Échange"))
                        .among(partner)
                        .expecting("PartnerExchangeLogged");
    }

    private @Nullable Ask invite() {
        var partnership = world.partnership(some -> some.state == Partnership.State.RUNNING);
        var guest = partnership == null ? null : draw.oneOf(partnership.centre.partners, Thing::isOpen);
        return partnership == null || guest == null
                ? null
                : Ask.to("/partners/{id}/invitations", guest)
                        .with("partnershipId", partnership)
                        .with("on", draw.pastDay())
                        .with("note", draw.text("Invitation"))
                        .among(guest, partnership)
                        .expecting("PartnerInvited");
    }

    private @Nullable Ask greet() {
        var partner = world.partner(_ -> true);
        return partner == null
                ? null
                : Ask.to("/partners/{id}/greetings", partner)
                        .with("on", draw.pastDay())
                        .with("channel", draw.chance(70) ? draw.oneOf(CHANNELS) : null)
                        .with("note", draw.text("Vœux"))
                        .among(partner)
                        .expecting("GreetingSent");
    }

    private @Nullable Ask confirm() {
        var partner = world.partner(_ -> true);
        return partner == null
                ? null
                : Ask.to("/partners/{id}/card-confirmation", partner)
                        .with("on", draw.pastDay())
                        .among(partner);
    }

    private @Nullable Ask merge() {
        var doubled = world.partner(some -> some.isFree() && some.involved == 0 && some.centre.partners.size() > 8);
        var into = doubled == null
                ? null
                : draw.oneOf(doubled.centre.partners, some -> !some.equals(doubled) && some.isFree());
        return doubled == null || into == null
                ? null
                : Ask.to("/partners/{id}/merger", doubled)
                        .with("into", into)
                        .alone(doubled, into)
                        .expecting("PartnerCardMerged")
                        .then(_ -> doubled.lose());
    }
}
