package org.maillage.query.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.kernel.partnership.Warning.*;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.*;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;

/** Each warning is raised by a fact, stands since that fact was recorded, and is resolved by the fact that cures it. */
class WarningsTest {

    private static final Clauses CLAUSES = new Clauses("Préambule", "Objectifs", "Modalités", "Engagements", "Suivi");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private final EpnId epn = new EpnId(Ids.next());
    private final PartnerId partner = new PartnerId(Ids.next());
    private final PartnerId second = new PartnerId(Ids.next());
    private final ProjectId project = new ProjectId(Ids.next());
    private final PartnershipId partnership = new PartnershipId(Ids.next());
    private final ConventionId convention = new ConventionId(Ids.next());
    private final PersonId pilot = new PersonId(Ids.next());
    private final PersonId learner = new PersonId(Ids.next());
    private final Story story = new Story(partnership);

    @BeforeEach
    void a_centre_a_partner_and_a_project_that_fit_each_other() {
        story.tell(
                epn(LegalForm.MUNICIPAL_SERVICE, null),
                partner(partner, List.of("lecture")),
                project(ProjectDuration.LONG_RUNNING));
    }

    private EpnRegistered epn(LegalForm form, @Nullable Integer most) {
        return new EpnRegistered(
                epn,
                "La Passerelle",
                form,
                null,
                new CommuneCode("49007"),
                List.of("inclusion numérique"),
                List.of(),
                most,
                List.of("numérique"),
                null,
                null);
    }

    private PartnerRegistered partner(PartnerId id, List<String> domains) {
        return new PartnerRegistered(
                id,
                epn,
                "Lire Ensemble",
                PartnerKind.ASSOCIATION,
                null,
                null,
                null,
                List.of(),
                domains,
                null,
                null,
                null,
                List.of());
    }

    private ProjectDrafted project(ProjectDuration duration) {
        return new ProjectDrafted(project, epn, "Lire et écrire", duration, List.of(), List.of("lecture"), null);
    }

    private PartnershipProposed proposal(PartnershipId id, List<String> missions, Warning... warnings) {
        return new PartnershipProposed(
                id, epn, project, List.of(partner), pilot, List.of(), List.of(), missions, null, List.of(warnings));
    }

    private Instant propose(Warning... warnings) {
        return story.tell(proposal(partnership, List.of(), warnings));
    }

    private Instant negotiate() {
        return story.tell(new NegotiationEntered(partnership, epn, List.of()));
    }

    private void agree() {
        negotiate();
        story.tell(new PartnershipAgreed(partnership, epn, convention));
    }

    private Instant start(Warning... warnings) {
        return story.tell(new ActionStarted(partnership, epn, TODAY, List.of(warnings)));
    }

    private void running() {
        propose();
        agree();
        start();
    }

    private void thresholds(Thresholds thresholds) {
        story.tell(new ThresholdsSet(epn, thresholds));
    }

    private void raised(Warning warning, Instant at) {
        assertThat(story.timeline().raised()).containsEntry(warning, at);
    }

    private void resolved(Warning warning) {
        assertThat(story.timeline().raised()).doesNotContainKey(warning);
    }

    @Test
    void a_proposal_among_parties_that_fit_each_other_warns_of_nothing() {
        propose();

        assertThat(story.timeline().raised()).isEmpty();
    }

    @Test
    void no_partner_benefit_until_the_proposal_states_one() {
        raised(NO_PARTNER_BENEFIT, propose(NO_PARTNER_BENEFIT));

        story.tell(
                new ProposalRevised(partnership, epn, List.of(), List.of("un public nouveau"), List.of(), List.of()));

        resolved(NO_PARTNER_BENEFIT);
    }

    @Test
    void a_stale_card_until_that_partner_is_confirmed() {
        story.tell(new PartnerCardConfirmed(partner, epn, TODAY.minusDays(366)));

        raised(STALE_PARTNER_CARD, propose(STALE_PARTNER_CARD));

        story.tell(new PartnerCardConfirmed(partner, epn, TODAY));

        resolved(STALE_PARTNER_CARD);
    }

    @Test
    void a_card_grows_stale_by_itself_after_as_many_days_as_the_centre_says() {
        thresholds(new Thresholds(100, 7, 60, Money.of("1000.00"), null, 60));
        story.tell(new PartnerCardConfirmed(partner, epn, TODAY));
        propose();

        assertThat(story.timelineOn(TODAY.plusDays(100)).raised()).doesNotContainKey(STALE_PARTNER_CARD);
        assertThat(story.timelineOn(TODAY.plusDays(150)).raised())
                .containsEntry(
                        STALE_PARTNER_CARD,
                        TODAY.plusDays(101).atStartOfDay(BusinessDay.ZONE).toInstant());
    }

    @Test
    void what_a_day_raised_keeps_its_day_whatever_is_recorded_later() {
        story.tell(new PartnerCardConfirmed(partner, epn, TODAY));
        propose();
        story.waitUntil(TODAY.plusDays(400));
        negotiate();

        raised(
                STALE_PARTNER_CARD,
                TODAY.plusDays(366).atStartOfDay(BusinessDay.ZONE).toInstant());
    }

    @Test
    void a_card_that_was_never_confirmed_warns_of_nothing() {
        propose();

        assertThat(story.timelineOn(TODAY.plusYears(3)).raised()).doesNotContainKey(STALE_PARTNER_CARD);
    }

    @Test
    void no_authority_clearance_until_it_is_granted() {
        propose();
        var entered = story.tell(new NegotiationEntered(partnership, epn, List.of(NO_AUTHORITY_CLEARANCE)));

        story.tell(new AuthorityClearanceRequested(partnership, epn, null));
        raised(NO_AUTHORITY_CLEARANCE, entered);

        story.tell(new AuthorityClearanceGranted(partnership, epn, null));
        resolved(NO_AUTHORITY_CLEARANCE);
    }

    @Test
    void an_operating_contribution_until_the_pledge_is_meant_for_something_else() {
        propose();
        negotiate();
        var pledge = new PledgeId(Ids.next());

        raised(
                OPERATING_CONTRIBUTION,
                story.tell(new ContributionPledged(
                        partnership,
                        epn,
                        pledge,
                        partner,
                        ContributionKind.CASH,
                        ContributionNature.OPERATING,
                        Money.of("500.00"),
                        "Salaires",
                        List.of(OPERATING_CONTRIBUTION))));

        story.tell(new PledgeAmended(
                partnership,
                epn,
                pledge,
                partner,
                ContributionKind.CASH,
                ContributionNature.EQUIPMENT,
                Money.of("500.00"),
                "Tablettes",
                "précision du partenaire",
                List.of()));

        resolved(OPERATING_CONTRIBUTION);
    }

    @Test
    void no_convention_until_one_is_signed() {
        propose();
        negotiate();

        raised(
                NO_CONVENTION,
                story.tell(new AgreedWithoutConvention(partnership, epn, "urgence", List.of(NO_CONVENTION))));

        story.tell(new PartnershipAgreed(partnership, epn, convention));

        resolved(NO_CONVENTION);
    }

    @Test
    void no_bilan_meeting_until_it_has_a_date() {
        propose();
        agree();

        raised(NO_BILAN_MEETING, start(NO_BILAN_MEETING));

        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-06-20T12:00:00Z")));

        resolved(NO_BILAN_MEETING);
    }

    @Test
    void a_bilan_meeting_may_be_planned_as_a_milestone() {
        running();

        story.tell(milestone(MilestoneKind.BILAN_MEETING, "2026-06-20T12:00:00Z"));

        resolved(NO_BILAN_MEETING);
    }

    private MilestonePlanned milestone(MilestoneKind kind, String at) {
        return new MilestonePlanned(partnership, epn, new MilestoneId(Ids.next()), kind, null, Instant.parse(at), null);
    }

    @Test
    void buying_for_a_one_off_action_until_another_way_is_chosen() {
        story.tell(project(ProjectDuration.ONE_OFF));
        propose();
        var need = new NeedId(Ids.next());

        raised(
                BUYING_FOR_ONE_OFF,
                story.tell(new AcquisitionModeChosen(
                        project, epn, need, AcquisitionMode.BUY, List.of(BUYING_FOR_ONE_OFF))));

        story.tell(new AcquisitionModeChosen(project, epn, need, AcquisitionMode.RENT, List.of()));

        resolved(BUYING_FOR_ONE_OFF);
    }

    @Test
    void money_for_a_one_off_action_until_the_need_is_withdrawn() {
        story.tell(project(ProjectDuration.ONE_OFF));
        propose();
        var need = new NeedId(Ids.next());

        raised(
                MONEY_FOR_ONE_OFF,
                story.tell(new NeedDeclared(
                        project, epn, need, NeedKind.FUNDING, "Atelier", null, List.of(MONEY_FOR_ONE_OFF))));

        story.tell(new NeedWithdrawn(project, epn, need, "autofinancé"));

        resolved(MONEY_FOR_ONE_OFF);
    }

    @Test
    void an_association_without_a_funding_need_until_it_declares_one() {
        story.tell(epn(LegalForm.ASSOCIATION, null));

        raised(NO_FUNDING_NEED, propose());

        story.tell(new NeedDeclared(project, epn, new NeedId(Ids.next()), NeedKind.FUNDING, "Poste", null, List.of()));

        resolved(NO_FUNDING_NEED);
    }

    @Test
    void an_association_without_a_funding_need_is_warned_of_it_until_the_agreement() {
        story.tell(epn(LegalForm.ASSOCIATION, null));
        propose();

        agree();

        resolved(NO_FUNDING_NEED);
    }

    private FundingDeclared exclusive(FundingId funding, LocalDate from, @Nullable LocalDate until) {
        return new FundingDeclared(epn, funding, "Région", List.of("inclusion numérique"), true, null, from, until);
    }

    @Test
    void a_cumulation_conflict_until_it_is_waived() {
        var funding = new FundingId(Ids.next());
        story.tell(exclusive(funding, TODAY.minusDays(1), null));

        raised(
                CUMULATION_CONFLICT,
                story.tell(proposal(partnership, List.of("Inclusion numérique"), CUMULATION_CONFLICT)));

        story.tell(new CumulationConflictWaived(
                partnership, epn, null, "accord écrit", List.of(new CumulationConflict(funding, "Région", null))));

        resolved(CUMULATION_CONFLICT);
    }

    @Test
    void a_cumulation_conflict_begins_and_ends_with_its_cause() {
        story.tell(proposal(partnership, List.of("inclusion numérique")));
        resolved(CUMULATION_CONFLICT);

        story.tell(exclusive(new FundingId(Ids.next()), TODAY.plusDays(10), TODAY.plusDays(20)));

        resolved(CUMULATION_CONFLICT);
        assertThat(story.timelineOn(TODAY.plusDays(15)).raised())
                .containsEntry(
                        CUMULATION_CONFLICT,
                        TODAY.plusDays(10).atStartOfDay(BusinessDay.ZONE).toInstant());
        assertThat(story.timelineOn(TODAY.plusDays(21)).raised()).doesNotContainKey(CUMULATION_CONFLICT);
    }

    @Test
    void a_partner_who_objects_to_a_funder_until_they_mind_no_longer() {
        story.tell(new FundingDeclared(
                epn, new FundingId(Ids.next()), "Région", List.of(), false, null, TODAY.minusDays(1), null));
        propose();

        raised(CUMULATION_CONFLICT, story.tell(new FundingObjectionDeclared(partner, epn, "RÉGION", null)));

        story.tell(new FundingObjectionWithdrawn(partner, epn, "Région", "malentendu"));

        resolved(CUMULATION_CONFLICT);
    }

    @Test
    void a_conflict_that_arises_after_the_agreement_is_none_of_the_proposals() {
        story.tell(proposal(partnership, List.of("inclusion numérique")));
        agree();

        story.tell(exclusive(new FundingId(Ids.next()), TODAY.minusDays(1), null));

        resolved(CUMULATION_CONFLICT);
    }

    @Test
    void missions_that_do_not_meet_until_the_proposal_serves_one_of_the_centre() {
        raised(MISSION_INCOHERENCE, story.tell(proposal(partnership, List.of("sport"), MISSION_INCOHERENCE)));

        story.tell(new ProposalRevised(
                partnership, epn, List.of(), List.of(), List.of("sport", "Inclusion  Numerique"), List.of()));

        resolved(MISSION_INCOHERENCE);
    }

    @Test
    void a_partner_far_from_the_centre_until_the_project_bridges_them() {
        story.tell(partner(partner, List.of("équitation")));

        raised(IMAGE_INCOHERENCE, propose(IMAGE_INCOHERENCE));

        story.tell(new ProjectDomainsTagged(project, epn, List.of("Équitation")));

        resolved(IMAGE_INCOHERENCE);
    }

    @Test
    void a_shared_lead_on_a_first_collaboration_until_the_centre_takes_it_back() {
        propose();

        raised(
                SHARED_LEAD,
                story.tell(new ResponsibilityAssigned(partnership, epn, "son", new PersonId(Ids.next()), partner)));

        story.tell(new ResponsibilityAssigned(partnership, epn, "son", pilot, null));

        resolved(SHARED_LEAD);
    }

    @Test
    void a_lead_is_shared_without_advice_with_a_partner_of_an_earlier_action() {
        var earlier = new PartnershipId(Ids.next());
        propose();
        raised(SHARED_LEAD, story.tell(new PilotAssigned(partnership, epn, new PersonId(Ids.next()), partner)));

        story.tell(
                proposal(earlier, List.of()),
                new NegotiationEntered(earlier, epn, List.of()),
                new ActionStarted(earlier, epn, TODAY.minusYears(1), List.of()));

        resolved(SHARED_LEAD);
    }

    private ConventionDrafted drafted(PartyId by, @Nullable Integer sessions, @Nullable LocalDate until) {
        return new ConventionDrafted(
                convention,
                partnership,
                epn,
                List.of(PartyId.of(epn), PartyId.of(partner)),
                List.of(),
                CLAUSES,
                sessions,
                1,
                CLAUSES.hash(sessions, until),
                by,
                until);
    }

    @Test
    void a_convention_of_one_hand_until_another_party_writes_a_version() {
        propose();
        var first = story.tell(drafted(PartyId.of(epn), 2, null));
        story.tell(revised(PartyId.of(epn), 3));
        raised(ONE_SIDED_DRAFT, first);

        story.tell(revised(PartyId.of(partner), 3));

        resolved(ONE_SIDED_DRAFT);
    }

    private ConventionRevised revised(PartyId by, int sessions) {
        return new ConventionRevised(
                convention, partnership, epn, CLAUSES, sessions, 2, CLAUSES.hash(sessions, null), by, null);
    }

    @Test
    void a_tool_that_a_partner_lacks_until_it_is_free() {
        propose();
        var tool = new ToolId(Ids.next());

        raised(
                TOOL_LACKED,
                story.tell(new ToolAgreed(
                        partnership, epn, tool, "Suite", null, false, List.of(partner), List.of(TOOL_LACKED))));

        story.tell(new ToolAgreed(partnership, epn, tool, "Suite libre", null, true, List.of(partner), List.of()));

        resolved(TOOL_LACKED);
    }

    private ExchangeLogged exchange(ExchangeChannel channel, LocalDate on) {
        return new ExchangeLogged(partnership, epn, channel, on, null, null);
    }

    @Test
    void mail_to_a_partner_who_uses_no_computer_until_somebody_meets_them() {
        propose();
        story.tell(new TechFamiliaritySet(partner, epn, TechFamiliarity.NONE));

        raised(UNSUITED_CHANNEL, story.tell(exchange(ExchangeChannel.MAIL, TODAY)));

        story.tell(new PartnerExchangeLogged(partner, epn, ExchangeChannel.MEETING, TODAY, null, null));

        resolved(UNSUITED_CHANNEL);
    }

    @Test
    void mail_of_an_earlier_day_that_is_entered_afterwards_is_not_the_last_exchange() {
        propose();
        story.tell(
                new TechFamiliaritySet(partner, epn, TechFamiliarity.NONE),
                exchange(ExchangeChannel.PHONE, TODAY),
                exchange(ExchangeChannel.MAIL, TODAY.minusDays(3)));

        resolved(UNSUITED_CHANNEL);
    }

    @Test
    void a_pdf_for_a_partner_who_uses_no_computer_until_a_letter_follows() {
        propose();
        story.tell(new TechFamiliaritySet(partner, epn, TechFamiliarity.NONE));

        raised(
                UNSUITED_CHANNEL,
                story.tell(new DocumentAttached(
                        partnership,
                        epn,
                        new DocumentId(Ids.next()),
                        1,
                        DocumentKind.DOSSIER,
                        "Dossier",
                        null,
                        new StoredFile("a".repeat(64), "dossier", "application/pdf", 12))));

        story.tell(exchange(ExchangeChannel.LETTER, TODAY));

        resolved(UNSUITED_CHANNEL);
    }

    @Test
    void mail_to_another_partners_contact_concerns_that_partner_alone() {
        var contact = new PersonId(Ids.next());
        story.tell(
                partner(second, List.of()),
                new ContactAdded(second, epn, contact, new Role("directrice")),
                new TechFamiliaritySet(partner, epn, TechFamiliarity.NONE));
        propose();
        story.tell(new PartnerJoined(partnership, epn, second));

        story.tell(new ExchangeLogged(partnership, epn, ExchangeChannel.MAIL, TODAY, null, contact));

        resolved(UNSUITED_CHANNEL);
    }

    private SessionPlanned session(SessionId id, String startsAt, boolean images) {
        return new SessionPlanned(
                id, partnership, epn, Instant.parse(startsAt), new Minutes(120), null, List.of(learner), null, images);
    }

    private TimeConstraintDeclared hours(TimeConstraintId id, int from, int until) {
        return new TimeConstraintDeclared(
                partnership,
                epn,
                id,
                partner,
                null,
                List.of(new Opening(DayOfWeek.TUESDAY, LocalTime.of(from, 0), LocalTime.of(until, 0))),
                null);
    }

    @Test
    void a_session_outside_the_hours_of_a_partner_until_they_are_lifted() {
        running();
        var hours = new TimeConstraintId(Ids.next());
        // Tuesday 14 July, 14:00 to 16:00 in Paris.
        story.tell(session(new SessionId(Ids.next()), "2026-07-14T12:00:00Z", false));
        story.tell(hours(hours, 14, 16));
        resolved(TIME_CONSTRAINT_CLASH);

        raised(TIME_CONSTRAINT_CLASH, story.tell(hours(hours, 9, 15)));

        story.tell(new TimeConstraintLifted(partnership, epn, hours, "ouvert plus longtemps"));
        resolved(TIME_CONSTRAINT_CLASH);
    }

    @Test
    void a_session_outside_the_hours_of_a_supplier_until_it_is_cancelled() {
        running();
        var session = new SessionId(Ids.next());
        story.tell(new TimeConstraintDeclared(
                partnership,
                epn,
                new TimeConstraintId(Ids.next()),
                null,
                "loueur",
                List.of(new Opening(DayOfWeek.MONDAY, LocalTime.of(8, 0), LocalTime.of(20, 0))),
                null));

        raised(TIME_CONSTRAINT_CLASH, story.tell(session(session, "2026-07-14T12:00:00Z", false)));

        story.tell(new SessionCancelled(session, partnership, epn, "canicule"));
        resolved(TIME_CONSTRAINT_CLASH);
    }

    @Test
    void a_milestone_outside_the_hours_of_a_partner_until_it_is_reached() {
        running();
        story.tell(hours(new TimeConstraintId(Ids.next()), 9, 12));
        var milestone = milestone(MilestoneKind.HIGHLIGHT, "2026-07-14T12:00:00Z");

        raised(TIME_CONSTRAINT_CLASH, story.tell(milestone));

        story.tell(new MilestoneReached(partnership, epn, milestone.milestoneId(), TODAY));
        resolved(TIME_CONSTRAINT_CLASH);
    }

    @Test
    void a_bilan_meeting_outside_the_hours_of_a_partner_until_it_moves() {
        running();
        story.tell(hours(new TimeConstraintId(Ids.next()), 9, 12));

        raised(
                TIME_CONSTRAINT_CLASH,
                story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-07-14T12:00:00Z"))));

        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-07-14T08:00:00Z")));
        resolved(TIME_CONSTRAINT_CLASH);
    }

    @Test
    void sessions_that_differ_from_the_convention_until_as_many_are_planned() {
        propose();
        negotiate();
        story.tell(drafted(PartyId.of(epn), 2, null));
        story.tell(new PartnershipAgreed(partnership, epn, convention));
        start();
        resolved(SESSIONS_DIFFER);

        raised(SESSIONS_DIFFER, story.tell(session(new SessionId(Ids.next()), "2026-04-07T12:00:00Z", false)));

        var replaced = new SessionId(Ids.next());
        var replacement = new SessionId(Ids.next());
        story.tell(
                session(replaced, "2026-04-14T12:00:00Z", false),
                session(replacement, "2026-04-21T12:00:00Z", false),
                new SessionRescheduled(
                        replaced, partnership, epn, replacement, Instant.parse("2026-04-21T12:00:00Z"), "grève"));

        resolved(SESSIONS_DIFFER);
    }

    private ConsentGranted consent(@Nullable LocalDate until) {
        return new ConsentGranted(
                new ImageConsentId(Ids.next()),
                epn,
                project,
                learner,
                List.of(ImageMedium.STILL),
                List.of(ImageUser.EPN),
                List.of("site"),
                TODAY,
                until);
    }

    @Test
    void images_without_consent_until_everybody_on_the_roster_agrees() {
        running();

        raised(IMAGES_WITHOUT_CONSENT, story.tell(session(new SessionId(Ids.next()), "2026-04-07T12:00:00Z", true)));

        story.tell(consent(LocalDate.of(2026, 4, 6)));
        assertThat(story.warns(IMAGES_WITHOUT_CONSENT)).isTrue();

        story.tell(consent(LocalDate.of(2026, 4, 7)));
        resolved(IMAGES_WITHOUT_CONSENT);
    }

    @Test
    void images_without_consent_until_none_are_taken() {
        running();
        var session = new SessionId(Ids.next());
        var granted = consent(null);
        story.tell(granted, session(session, "2026-04-07T12:00:00Z", true));

        raised(IMAGES_WITHOUT_CONSENT, story.tell(new ConsentWithdrawn(granted.id(), epn, project, learner, TODAY)));

        story.tell(new ImagesDecided(session, partnership, epn, false));
        resolved(IMAGES_WITHOUT_CONSENT);
    }

    @Test
    void an_unrecorded_sheet_until_it_has_a_line() {
        running();
        var session = new SessionId(Ids.next());
        story.tell(session(session, "2026-02-24T12:00:00Z", false));

        raised(UNRECORDED_SHEET, story.tell(new SessionHeld(session, partnership, epn)));

        story.tell(new AttendanceRecorded(
                session, partnership, epn, List.of(new AttendanceEntry(learner, AttendanceStatus.PRESENT, false))));
        resolved(UNRECORDED_SHEET);
    }

    @Test
    void an_unrecorded_sheet_until_heads_are_counted() {
        running();
        var session = new SessionId(Ids.next());
        story.tell(session(session, "2026-02-24T12:00:00Z", false), new SessionHeld(session, partnership, epn));

        story.tell(new HeadcountRecorded(session, partnership, epn, 0));

        resolved(UNRECORDED_SHEET);
    }

    @Test
    void a_partner_who_never_came_until_they_do() {
        running();
        var session = new SessionId(Ids.next());
        story.tell(session(session, "2026-02-24T12:00:00Z", false));
        resolved(PARTNER_NEVER_PRESENT);

        raised(PARTNER_NEVER_PRESENT, story.tell(new SessionHeld(session, partnership, epn)));

        story.tell(new PartnerPresenceRecorded(partnership, epn, partner, session, TODAY, null));
        resolved(PARTNER_NEVER_PRESENT);
    }

    @Test
    void an_early_bilan_meeting_until_there_is_time_to_analyse() {
        running();
        var session = new SessionId(Ids.next());
        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-06-16T12:00:00Z")));

        raised(EARLY_BILAN_MEETING, story.tell(session(session, "2026-06-10T12:00:00Z", false)));

        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-06-17T12:00:00Z")));
        resolved(EARLY_BILAN_MEETING);
    }

    @Test
    void the_time_to_analyse_is_the_centres_own() {
        running();
        story.tell(
                session(new SessionId(Ids.next()), "2026-06-10T12:00:00Z", false),
                new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-06-12T12:00:00Z")));
        assertThat(story.warns(EARLY_BILAN_MEETING)).isTrue();

        thresholds(new Thresholds(365, 2, 60, Money.of("1000.00"), null, 60));

        resolved(EARLY_BILAN_MEETING);
    }

    @Test
    void a_late_bilan_meeting_until_it_is_close_to_the_action() {
        running();
        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-05-02T12:00:00Z")));
        resolved(LATE_BILAN_MEETING);

        raised(LATE_BILAN_MEETING, story.tell(new ActionCompleted(partnership, epn, TODAY)));

        // 60 days later.
        story.tell(new BilanMeetingScheduled(partnership, epn, Instant.parse("2026-05-01T12:00:00Z")));
        resolved(LATE_BILAN_MEETING);
    }

    private void receive(String amount) {
        story.tell(new ContributionReceived(
                partnership,
                epn,
                new ReceiptId(Ids.next()),
                new PledgeId(Ids.next()),
                ContributionKind.CASH,
                Money.of(amount),
                TODAY));
    }

    private DeliverableCollected collected(DeliverableId id) {
        return new DeliverableCollected(
                id, partnership, epn, project, "Film", Medium.MOVING, List.of(), List.of(), null, null, null);
    }

    @Test
    void nothing_to_show_for_a_sizeable_contribution_until_something_is_collected() {
        running();
        receive("400.00");
        receive("600.00");
        resolved(NO_DELIVERABLE);

        raised(NO_DELIVERABLE, story.tell(new PartnershipTerminated(partnership, epn, "départ")));

        story.tell(collected(new DeliverableId(Ids.next())));
        resolved(NO_DELIVERABLE);
    }

    @Test
    void a_receipt_that_is_corrected_is_sizeable_no_more() {
        running();
        var receipt = new ReceiptId(Ids.next());
        var pledge = new PledgeId(Ids.next());
        story.tell(
                new ContributionReceived(
                        partnership, epn, receipt, pledge, ContributionKind.CASH, Money.of("1000.00"), TODAY),
                new ActionCompleted(partnership, epn, TODAY));
        assertThat(story.warns(NO_DELIVERABLE)).isTrue();

        story.tell(new ReceiptCorrected(
                partnership, epn, receipt, pledge, ContributionKind.CASH, Money.of("999.99"), TODAY, "centimes"));

        resolved(NO_DELIVERABLE);
    }

    @Test
    void an_unlicensed_deliverable_until_its_authors_say_how_it_may_be_shown() {
        running();
        var film = new DeliverableId(Ids.next());
        story.tell(collected(film));

        raised(
                UNLICENSED_DELIVERABLE,
                story.tell(new DeliverableTransmitted(
                        film, partnership, epn, partner, ImageUser.PARTNERS, "site", List.of(UNLICENSED_DELIVERABLE))));

        story.tell(new DeliverableLicensed(film, partnership, epn, List.of(learner), "CC BY 4.0"));
        resolved(UNLICENSED_DELIVERABLE);
    }

    @Test
    void too_many_partnerships_until_one_comes_to_its_end() {
        story.tell(epn(LegalForm.MUNICIPAL_SERVICE, 1));
        running();
        var other = new PartnershipId(Ids.next());
        story.tell(proposal(other, List.of()));
        resolved(TOO_MANY_PARTNERSHIPS);

        raised(TOO_MANY_PARTNERSHIPS, story.tell(new NegotiationEntered(other, epn, List.of())));

        story.tell(new PartnershipDeclined(other, epn, "pas le temps"));
        resolved(TOO_MANY_PARTNERSHIPS);
    }

    @Test
    void too_many_partnerships_until_the_centre_can_lead_more() {
        story.tell(epn(LegalForm.MUNICIPAL_SERVICE, 0));
        propose();

        raised(TOO_MANY_PARTNERSHIPS, negotiate());
        agree();
        assertThat(story.timeline().raised()).containsKey(TOO_MANY_PARTNERSHIPS);

        thresholds(Thresholds.DEFAULT.withActivePartnerships(1));
        resolved(TOO_MANY_PARTNERSHIPS);
    }

    @Test
    void a_convention_that_expires_until_an_amendment_prolongs_it() {
        propose();
        negotiate();
        var until = TODAY.plusDays(90);
        story.tell(
                drafted(PartyId.of(epn), 2, until),
                new ConventionSubmitted(convention, partnership, epn, 1),
                new ConventionValidated(convention, partnership, epn, 1),
                new ConventionFullySigned(convention, partnership, epn, CLAUSES.hash(2, until)),
                new PartnershipAgreed(partnership, epn, convention));
        start();
        assertThat(story.timelineOn(TODAY.plusDays(29)).raised()).doesNotContainKey(CONVENTION_EXPIRING);
        assertThat(story.timelineOn(TODAY.plusDays(200)).raised())
                .containsEntry(
                        CONVENTION_EXPIRING,
                        TODAY.plusDays(30).atStartOfDay(BusinessDay.ZONE).toInstant());

        story.waitUntil(TODAY.plusDays(40));
        var later = TODAY.plusDays(400);
        story.tell(new ConventionAmended(
                convention,
                partnership,
                epn,
                CLAUSES,
                2,
                later,
                2,
                CLAUSES.hash(2, later),
                PartyId.of(partner),
                "prolongation"));

        resolved(CONVENTION_EXPIRING);
    }

    @Test
    void a_partnership_that_is_over_warns_of_nothing() {
        for (PartnershipEvent end : List.of(
                new PartnershipDeclined(partnership, epn, "non"),
                new ProposalWithdrawn(partnership, epn, "non"),
                new FollowUpDecided(partnership, epn, FollowUp.CLOSE, null, null))) {
            var told = new Story(partnership);
            told.tell(proposal(partnership, List.of(), NO_PARTNER_BENEFIT));
            assertThat(told.timeline().raised()).isNotEmpty();

            told.tell(end);

            assertThat(told.timeline().raised()).as(end.toString()).isEmpty();
        }
    }

    @Test
    void what_is_raised_again_stands_since_the_second_time() {
        propose();
        var tool = new ToolId(Ids.next());
        var lacked =
                new ToolAgreed(partnership, epn, tool, "Suite", null, false, List.of(partner), List.of(TOOL_LACKED));
        story.tell(lacked, new ToolAgreed(partnership, epn, tool, "Suite", null, true, List.of(), List.of()));

        raised(TOOL_LACKED, story.tell(lacked));
    }

    @Test
    void every_warning_is_decided_by_a_condition_or_by_a_figure() {
        var decided = EnumSet.copyOf(Conditions.known());
        decided.addAll(Conditions.FIGURES);
        // Folded once for all partnerships of a centre.
        decided.add(TOO_MANY_PARTNERSHIPS);

        assertThat(decided).isEqualTo(EnumSet.allOf(Warning.class));
    }
}
