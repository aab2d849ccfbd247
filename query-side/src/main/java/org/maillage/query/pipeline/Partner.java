package org.maillage.query.pipeline;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Objections;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.person.PersonId;

/** A partner card as far as it is known. */
final class Partner {

    private @Nullable String name;
    private List<String> domains = List.of();
    private final Set<PersonId> contacts = new HashSet<>();
    private @Nullable TechFamiliarity familiarity;
    private @Nullable LocalDate confirmedOn;
    private Objections objections = Objections.NONE;
    private @Nullable Exchange lastExchange;

    void on(PartnerEvent event, long position) {
        objections = Objections.after(objections, event);
        switch (event) {
            case PartnerRegistered e -> {
                name = e.name();
                domains = e.domains();
            }
            case PartnerRevised e -> {
                name = e.name();
                domains = e.domains();
            }
            case ContactAdded e -> contacts.add(e.personId());
            case ContactRemoved e -> contacts.remove(e.personId());
            case TechFamiliaritySet e -> familiarity = e.level();
            case PartnerCardConfirmed e -> {
                if (confirmedOn == null || e.on().isAfter(confirmedOn)) {
                    confirmedOn = e.on();
                }
            }
            case PartnerExchangeLogged e ->
                lastExchange = Exchange.later(lastExchange, new Exchange(e.channel(), e.on(), position, null));
            case ContactRoleChanged _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> {}
        }
    }

    @Nullable
    String name() {
        return name;
    }

    List<String> domains() {
        return domains;
    }

    boolean employs(PersonId person) {
        return contacts.contains(person);
    }

    /** « N’a jamais touché un ordinateur. » */
    boolean knowsNoTechnology() {
        return familiarity == TechFamiliarity.NONE;
    }

    /** The last day on which somebody confirmed the card; null as long as nobody did. */
    @Nullable
    LocalDate confirmedOn() {
        return confirmedOn;
    }

    Objections objections() {
        return objections;
    }

    /** The last one outside any partnership. */
    @Nullable
    Exchange lastExchange() {
        return lastExchange;
    }
}
