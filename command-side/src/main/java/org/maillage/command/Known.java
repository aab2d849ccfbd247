package org.maillage.command;

import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardMerged;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionId;

/**
 * What a command names must exist, be of the right kind and belong to the same centre; what belongs to another centre does not
 * exist for this one.
 */
public final class Known {

    private Known() {}

    /** @throws UnknownReference.UnknownEpn when there is no such centre */
    public static void epn(Look look, EpnId id) {
        if (look.state(id, EpnEvent.class, Known::epnOf) == null) {
            throw new UnknownReference.UnknownEpn();
        }
    }

    /** @throws UnknownReference.UnknownPerson when the centre knows no such person, or had to forget them */
    public static void person(Look look, PersonId id, EpnId epn) {
        if (!isOf(epn, look.state(id, PersonEvent.class, Known::epnOfTheUnforgotten))) {
            throw new UnknownReference.UnknownPerson();
        }
    }

    /** @throws UnknownReference.UnknownPerson as {@link #person}, unless nobody is named */
    public static void personOrNobody(Look look, @Nullable PersonId id, EpnId epn) {
        if (id != null) {
            person(look, id, epn);
        }
    }

    /**
     * @throws UnknownReference.UnknownPartner when the centre has no such card
     * @throws PartnerCardIsMerged when another card stands for the organisation
     */
    public static void partner(Look look, PartnerId id, EpnId epn) {
        var card = look.state(id, PartnerEvent.class, Known::card);
        if (card == null || !isOf(epn, card.epnId())) {
            throw new UnknownReference.UnknownPartner();
        }
        if (card.merged()) {
            throw new PartnerCardIsMerged();
        }
    }

    /** @throws UnknownReference.UnknownProject when the centre has no such project */
    public static void project(Look look, ProjectId id, EpnId epn) {
        if (!isOf(epn, look.state(id, ProjectEvent.class, Known::epnOf))) {
            throw new UnknownReference.UnknownProject();
        }
    }

    /**
     * The centre of a project.
     *
     * @throws UnknownReference.UnknownProject when there is no such project
     */
    public static EpnId centreOf(Look look, ProjectId id) {
        var epn = look.state(id, ProjectEvent.class, Known::projectCentre);
        if (epn == null) {
            throw new UnknownReference.UnknownProject();
        }
        return epn;
    }

    /**
     * Where a partnership stands.
     *
     * @throws UnknownReference.UnknownPartnership when there is none
     */
    public static PartnershipStanding partnership(Look look, PartnershipId id) {
        var standing = look.state(id, PartnershipEvent.class, PartnershipStanding::after);
        if (standing == null) {
            throw new UnknownReference.UnknownPartnership();
        }
        return standing;
    }

    private static EpnId projectCentre(@Nullable EpnId before, ProjectEvent event) {
        return event.epnId();
    }

    /** @throws UnknownReference.UnknownSession when the partnership has no such session */
    public static void session(Look look, SessionId id, PartnershipId partnership) {
        if (!partnership.equals(look.state(id, SessionEvent.class, (_, event) -> event.partnershipId()))) {
            throw new UnknownReference.UnknownSession();
        }
    }

    private record Card(EpnId epnId, boolean merged) {}

    private static Card card(@Nullable Card before, PartnerEvent event) {
        return new Card(event.epnId(), event instanceof PartnerCardMerged || (before != null && before.merged()));
    }

    private static @Nullable Id epnOfTheUnforgotten(@Nullable Id before, PersonEvent event) {
        return event instanceof PersonErased ? null : event.epnId();
    }

    private static Id epnOf(@Nullable Id before, Event event) {
        return event.epnId();
    }

    private static boolean isOf(EpnId epn, @Nullable Id owner) {
        return epn.equals(owner);
    }
}
