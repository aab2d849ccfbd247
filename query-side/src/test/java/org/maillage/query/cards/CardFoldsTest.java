package org.maillage.query.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.*;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.Availability;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.poll.PollAnswer;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectEvent.*;
import org.maillage.kernel.project.StrategicFit;
import org.maillage.query.CaseA;
import org.maillage.query.cards.PartnershipCard.Beside;
import org.maillage.query.cards.Responsibilities.ClearanceState;
import org.maillage.query.intake.Recorded;

/** What each card says after the facts of the guide, without any table. */
class CardFoldsTest {

    private static final Instant DAWN = Instant.parse("2026-03-01T08:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private final CaseA it = new CaseA();
    private final PartnerId other = new PartnerId(Ids.next());
    private final PersonId somebody = new PersonId(Ids.next());

    private static List<Recorded> history(List<? extends Event> events) {
        var history = new ArrayList<Recorded>();
        for (var event : events) {
            history.add(new Recorded(history.size() + 1, event, DAWN.plusSeconds(history.size())));
        }
        return history;
    }

    private static List<Recorded> history(Event... events) {
        return history(List.of(events));
    }

    private PartnershipCard partnership(Event... events) {
        var all = new ArrayList<Event>(List.of(it.proposed()));
        all.addAll(List.of(events));
        return PartnershipCard.of(history(all), new Beside(null, null, List.of()));
    }

    private <E extends Event> E registered(Class<E> type) {
        return it.organisations().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_centre_shows_its_newest_missions_domains_and_thresholds() {
        var thresholds = new Thresholds(90, 7, 60, Money.of("500.00"), 3, 30);
        var card = EpnCard.of(history(
                registered(EpnRegistered.class),
                new EpnMissionsRevised(it.epn, List.of("emploi")),
                new EpnPositioned(it.epn, List.of("vidéo"), "un espace de haut vol"),
                new ThresholdsSet(it.epn, thresholds)));

        assertThat(card.missions()).containsExactly("emploi");
        assertThat(card.domains()).containsExactly("vidéo");
        assertThat(card.positioning()).isEqualTo("un espace de haut vol");
        assertThat(card.audiences()).containsExactly("adultes");
        assertThat(card.thresholds()).isEqualTo(thresholds);
        assertThat(card.activePartnershipThreshold()).isEqualTo(3);
        assertThat(EpnCard.of(history(registered(EpnRegistered.class))).thresholds())
                .isEqualTo(Thresholds.DEFAULT.withActivePartnerships(5));
    }

    @Test
    void circuit_templates_are_those_of_everybody_until_the_centre_sets_its_own() {
        var own = List.of(new TemplateStep("bureau", somebody, 15));
        var card = CircuitTemplatesCard.of(
                history(registered(EpnRegistered.class), new CircuitTemplateSet(it.epn, PartnerKind.ASSOCIATION, own)));

        assertThat(card.epnId()).isEqualTo(it.epn.value());
        assertThat(card.templates()).hasSameSizeAs(PartnerKind.values());
        assertThat(card.templates())
                .filteredOn(template -> template.partnerKind() == PartnerKind.ASSOCIATION)
                .containsExactly(new CircuitTemplatesCard.CircuitTemplate(PartnerKind.ASSOCIATION, true, own));
        assertThat(card.templates())
                .filteredOn(template -> template.partnerKind() == PartnerKind.MUNICIPAL_SERVICE)
                .singleElement()
                .satisfies(template -> {
                    assertThat(template.own()).isFalse();
                    assertThat(template.steps()).extracting(TemplateStep::name).contains("arrêté");
                });
    }

    @Test
    void a_project_shows_the_needs_that_stand_with_their_acquisition_mode() {
        var projector = new NeedId(Ids.next());
        var money = new NeedId(Ids.next());
        var card = ProjectCard.of(history(
                registered(ProjectDrafted.class),
                new NeedDeclared(it.project, it.epn, projector, NeedKind.EQUIPMENT, "vidéoprojecteur", null, List.of()),
                new NeedDeclared(it.project, it.epn, money, NeedKind.FUNDING, "cachet", Money.of("800.00"), List.of()),
                new AcquisitionModeChosen(it.project, it.epn, projector, AcquisitionMode.BUY, List.of()),
                new AcquisitionModeChosen(it.project, it.epn, projector, AcquisitionMode.BORROW, List.of()),
                new NeedWithdrawn(it.project, it.epn, money, "autofinancé"),
                new ProjectDomainsTagged(it.project, it.epn, List.of("textile")),
                new ProjectMissionsNamed(it.project, it.epn, List.of("inclusion numérique")),
                new StrategicFitAssessed(it.project, it.epn, StrategicFit.INDISPENSABLE, true, false),
                new ImageContextsAgreed(it.project, it.epn, List.of("exposition"))));

        assertThat(card.needs())
                .containsExactly(new ProjectCard.Need(
                        projector.value(), NeedKind.EQUIPMENT, "vidéoprojecteur", null, AcquisitionMode.BORROW));
        assertThat(card.domains()).containsExactly("textile");
        assertThat(card.missions()).containsExactly("inclusion numérique");
        assertThat(card.strategicFit()).isEqualTo(new ProjectCard.Fit(StrategicFit.INDISPENSABLE, true, false));
        assertThat(card.imageContexts()).containsExactly("exposition");
    }

    @Test
    void a_partner_card_shows_its_revised_content_and_forgets_what_was_withdrawn() {
        var partnership = it.partnership;
        var card = PartnerCard.of(
                history(
                        registered(PartnerRegistered.class),
                        new PartnerRevised(
                                it.partner,
                                it.epn,
                                "Lire et Écrire",
                                PartnerKind.COMPANY,
                                null,
                                null,
                                "3 rue des Lices",
                                new CommuneCode("49015"),
                                new EpciCode("244900015"),
                                List.of("jeunes"),
                                List.of("édition"),
                                List.of("recruter"),
                                "forum"),
                        new ContactAdded(it.partner, it.epn, it.contact, new Role("présidente")),
                        new ContactAdded(it.partner, it.epn, somebody, new Role("trésorier")),
                        new ContactRoleChanged(it.partner, it.epn, it.contact, new Role("vice-présidente")),
                        new ChannelConstraintNoted(
                                it.partner, it.epn, it.contact, ChannelConstraintKind.PHONE_ONLY, "le matin"),
                        new ChannelConstraintNoted(
                                it.partner, it.epn, somebody, ChannelConstraintKind.SLOW_ANSWERS, null),
                        new ContactRemoved(it.partner, it.epn, somebody),
                        new TechFamiliaritySet(it.partner, it.epn, TechFamiliarity.NONE),
                        new FundingObjectionDeclared(it.partner, it.epn, "Pétrole SA", "éthique"),
                        new FundingObjectionDeclared(it.partner, it.epn, "Région", null),
                        new FundingObjectionWithdrawn(it.partner, it.epn, "RÉGION", "clarifié"),
                        new PartnerExchangeLogged(
                                it.partner, it.epn, ExchangeChannel.PHONE, LocalDate.of(2026, 2, 3), "rappel", null),
                        new PartnerExchangeLogged(
                                it.partner, it.epn, ExchangeChannel.MAIL, LocalDate.of(2026, 1, 3), null, null),
                        new PartnerInvited(
                                it.partner, it.epn, partnership, null, LocalDate.of(2026, 2, 10), "portes ouvertes"),
                        new GreetingSent(it.partner, it.epn, LocalDate.of(2026, 1, 5), ExchangeChannel.LETTER, null),
                        new PartnerCardAbsorbed(it.partner, it.epn, other)),
                Thresholds.DEFAULT,
                TODAY);

        assertThat(card.name()).isEqualTo("Lire et Écrire");
        assertThat(card.kind()).isEqualTo(PartnerKind.COMPANY);
        assertThat(card.siret()).isNull();
        assertThat(card.address()).isEqualTo("3 rue des Lices");
        assertThat(card.epciCode()).isEqualTo("244900015");
        assertThat(card.objectives()).containsExactly("recruter");
        assertThat(card.contacts())
                .containsExactly(new PartnerCard.Contact(it.contact.value(), null, "vice-présidente"));
        assertThat(card.channelConstraints())
                .containsExactly(new PartnerCard.ChannelConstraint(
                        it.contact.value(), ChannelConstraintKind.PHONE_ONLY, "le matin"));
        assertThat(card.techFamiliarity()).isEqualTo(TechFamiliarity.NONE);
        assertThat(card.fundingObjections()).containsExactly(new PartnerCard.FundingObjection("Pétrole SA", "éthique"));
        assertThat(card.lastExchange())
                .isEqualTo(new PartnerCard.LastExchange(
                        LocalDate.of(2026, 2, 3), ExchangeChannel.PHONE, null, null, "rappel"));
        assertThat(card.invitations())
                .extracting(PartnerCard.Invitation::partnershipId)
                .containsExactly(partnership.value());
        assertThat(card.greetings()).hasSize(1);
        assertThat(card.absorbed()).containsExactly(other.value());
        assertThat(card.mergedInto()).isNull();
        assertThat(card.stale()).isFalse();
    }

    @Test
    void a_partner_card_is_stale_when_its_own_centre_says_so() {
        var history = history(
                registered(PartnerRegistered.class),
                new PartnerCardConfirmed(it.partner, it.epn, TODAY.minusDays(31)),
                new PartnerCardMerged(it.partner, it.epn, other));
        var strict = new Thresholds(30, 7, 60, Money.of("500.00"), null, 30);

        assertThat(PartnerCard.of(history, strict, TODAY).stale()).isTrue();
        assertThat(PartnerCard.of(history, strict, TODAY.minusDays(1)).stale()).isFalse();
        assertThat(PartnerCard.of(history, Thresholds.DEFAULT, TODAY).stale()).isFalse();
        assertThat(PartnerCard.of(history, strict, TODAY).mergedInto()).isEqualTo(other.value());
    }

    @Test
    void a_pledge_is_shown_as_amended_with_what_its_corrected_receipts_sum_to() {
        var receipt = new ReceiptId(Ids.next());
        var cost = new CostId(Ids.next());
        var support = new SupportId(Ids.next());
        var day = LocalDate.of(2026, 2, 1);
        var card = partnership(
                new ContributionPledged(
                        it.partnership,
                        it.epn,
                        it.cashPledge,
                        it.partner,
                        ContributionKind.CASH,
                        ContributionNature.EQUIPMENT,
                        Money.of("1000.00"),
                        "Participation",
                        List.of()),
                new ContributionReceived(
                        it.partnership, it.epn, receipt, it.cashPledge, ContributionKind.CASH, Money.of("900.00"), day),
                new ContributionReceived(
                        it.partnership,
                        it.epn,
                        new ReceiptId(Ids.next()),
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("50.00"),
                        day),
                new PledgeAmended(
                        it.partnership,
                        it.epn,
                        it.cashPledge,
                        it.partner,
                        ContributionKind.CASH,
                        ContributionNature.RENTAL,
                        Money.of("1200.00"),
                        "Location",
                        "accord du bureau",
                        List.of()),
                new ReceiptCorrected(
                        it.partnership,
                        it.epn,
                        receipt,
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("90.00"),
                        day,
                        "faute de frappe"),
                new DirectCostRecorded(it.partnership, it.epn, cost, Money.of("60.00"), "goûter", day),
                new DirectCostCorrected(
                        it.partnership, it.epn, cost, Money.of("66.00"), "goûters", day, "ticket retrouvé"),
                new SupportGranted(
                        it.partnership,
                        it.epn,
                        support,
                        it.partner,
                        ContributionKind.CASH,
                        Money.of("300.00"),
                        "fonctionnement",
                        day,
                        "DEL-2026-4",
                        null,
                        null));

        assertThat(card.pledges())
                .containsExactly(new Contributions.Pledge(
                        it.cashPledge.value(),
                        it.partner.value(),
                        ContributionKind.CASH,
                        ContributionNature.RENTAL,
                        new BigDecimal("1200.00"),
                        new BigDecimal("140.00"),
                        "Location"));
        assertThat(card.receipts())
                .extracting(Contributions.Receipt::amount)
                .containsExactly(new BigDecimal("90.00"), new BigDecimal("50.00"));
        assertThat(card.directCosts())
                .containsExactly(new Contributions.DirectCost(cost.value(), new BigDecimal("66.00"), "goûters", day));
        assertThat(card.supportsGranted())
                .singleElement()
                .satisfies(granted -> assertThat(granted.decisionReference()).isEqualTo("DEL-2026-4"));
    }

    @Test
    void a_partnership_shows_who_takes_part_who_leads_and_who_answers_for_what() {
        var card = partnership(
                new PartnerJoined(it.partnership, it.epn, other),
                new PilotAssigned(it.partnership, it.epn, somebody, other),
                new ResponsibilityAssigned(it.partnership, it.epn, "Communication", it.contact, other),
                new ResponsibilityAssigned(it.partnership, it.epn, "communication", it.animatrice, null),
                new ResponsibilityAssigned(it.partnership, it.epn, "technique", somebody, it.partner),
                new PartnerLeft(it.partnership, it.epn, it.partner, "déménagement"),
                new PostureSet(it.partnership, it.epn, Posture.WITH),
                new AuthorityClearanceRequested(it.partnership, it.epn, it.elu),
                new AuthorityClearanceRefused(it.partnership, it.epn, it.elu, "budget"));

        assertThat(card.partnerIds()).containsExactly(other.value());
        assertThat(card.pilotId()).isEqualTo(somebody.value());
        assertThat(card.pilotPartnerId()).isEqualTo(other.value());
        assertThat(card.responsibilities())
                .containsExactly(new Responsibilities.Responsibility("communication", it.animatrice.value(), null));
        assertThat(card.posture()).isEqualTo(Posture.WITH);
        assertThat(card.clearance())
                .isEqualTo(new Responsibilities.Clearance(
                        ClearanceState.REFUSED, it.elu.value(), "budget", DAWN.plusSeconds(9)));
    }

    @Test
    void a_partnership_shows_its_calendar_and_the_hours_that_bind_it() {
        var meeting = new MilestoneId(Ids.next());
        var lifted = new TimeConstraintId(Ids.next());
        var kept = new TimeConstraintId(Ids.next());
        var hours = List.of(new Opening(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(12, 30)));
        var moved = Instant.parse("2026-04-02T09:00:00Z");
        var card = partnership(
                new MilestonePlanned(
                        it.partnership, it.epn, meeting, MilestoneKind.FORMAL_MEETING, null, DAWN, "mairie"),
                new MilestonePlanned(
                        it.partnership, it.epn, meeting, MilestoneKind.FORMAL_MEETING, "signature", moved, "EPN"),
                new MilestoneReached(it.partnership, it.epn, meeting, LocalDate.of(2026, 4, 2)),
                new TimeConstraintDeclared(it.partnership, it.epn, lifted, it.partner, null, hours, null),
                new TimeConstraintDeclared(it.partnership, it.epn, kept, null, "loueur", hours, "fermé en août"),
                new TimeConstraintLifted(it.partnership, it.epn, lifted, "nouveaux horaires"));

        assertThat(card.milestones())
                .containsExactly(new Calendar.Milestone(
                        meeting.value(),
                        MilestoneKind.FORMAL_MEETING,
                        "signature",
                        moved,
                        "EPN",
                        LocalDate.of(2026, 4, 2)));
        assertThat(card.timeConstraints())
                .containsExactly(new Calendar.TimeConstraint(kept.value(), null, "loueur", hours, "fermé en août"));
    }

    @Test
    void a_partnership_shows_documents_in_all_versions_tools_and_who_came() {
        var document = new DocumentId(Ids.next());
        var tool = new ToolId(Ids.next());
        var file = new StoredFile("0".repeat(64), "dossier.pdf", "application/pdf", 12);
        var card = partnership(
                new DocumentAttached(
                        it.partnership,
                        it.epn,
                        document,
                        1,
                        DocumentKind.DOSSIER,
                        "Dossier",
                        "https://example.org/dossier",
                        null),
                new DocumentAttached(
                        it.partnership, it.epn, document, 2, DocumentKind.DOSSIER, "Dossier relu", null, file),
                new ToolAgreed(it.partnership, it.epn, tool, "Wiki", null, false, List.of(it.partner), List.of()),
                new ToolTrainingPlanned(it.partnership, it.epn, tool, DAWN, "EPN"),
                new ToolAgreed(it.partnership, it.epn, tool, "Wiki libre", null, true, List.of(), List.of()),
                new PartnerPresenceRecorded(
                        it.partnership, it.epn, it.partner, it.sessions.getFirst(), TODAY, "restitution"),
                new IntangibleBenefitRated(it.partnership, it.epn, IntangibleBenefit.LISTENING, 4, null),
                new CumulationConflictWaived(
                        it.partnership,
                        it.epn,
                        somebody,
                        "accord écrit",
                        List.of(new CumulationConflict(new FundingId(Ids.next()), "Région", null))));

        assertThat(card.documents()).singleElement().satisfies(shown -> {
            assertThat(shown.version()).isEqualTo(2);
            assertThat(shown.title()).isEqualTo("Dossier relu");
            assertThat(shown.url()).isNull();
            assertThat(shown.file()).isEqualTo(file);
            assertThat(shown.versions())
                    .extracting(Workspace.DocumentVersion::number)
                    .containsExactly(1, 2);
        });
        assertThat(card.tools())
                .containsExactly(new Workspace.Tool(
                        tool.value(),
                        "Wiki libre",
                        null,
                        true,
                        List.of(),
                        List.of(new Workspace.Training(DAWN, "EPN"))));
        assertThat(card.partnerPresence())
                .containsExactly(new Echoes.Presence(
                        it.partner.value(), it.sessions.getFirst().value(), TODAY, "restitution"));
        assertThat(card.intangibleBenefits())
                .extracting(Echoes.IntangibleRating::level)
                .containsExactly(4);
        assertThat(card.cumulationWaivers())
                .singleElement()
                .satisfies(waiver -> assertThat(waiver.authorId()).isEqualTo(somebody.value()));
    }

    @Test
    void a_partnership_shows_its_revised_wording() {
        var card = partnership(new ProposalRevised(
                it.partnership, it.epn, List.of("nous"), List.of("eux"), List.of("emploi"), List.of()));

        assertThat(card.ourBenefits()).containsExactly("nous");
        assertThat(card.theirBenefits()).containsExactly("eux");
        assertThat(card.missions()).containsExactly("emploi");
    }

    private static Clauses clauses(String modalities) {
        return new Clauses("Préambule", "Objectifs", modalities, "Engagements", "Suivi");
    }

    private ConventionDrafted drafted(CircuitStep... circuit) {
        var clauses = clauses("Modalités");
        var until = LocalDate.of(2026, 12, 31);
        return new ConventionDrafted(
                it.convention,
                it.partnership,
                it.epn,
                List.of(PartyId.of(it.epn), PartyId.of(it.partner)),
                List.of(circuit),
                clauses,
                10,
                1,
                clauses.hash(10, until),
                PartyId.of(it.epn),
                until);
    }

    private ConventionSigned signed(ConventionDrafted draft, PartyId party) {
        return new ConventionSigned(it.convention, it.partnership, it.epn, party, somebody, draft.versionHash(), TODAY);
    }

    @Test
    void a_decider_stays_named_when_the_circuit_opens_again_and_whoever_decided_an_open_step_does_not() {
        var card = ConventionCard.of(history(
                drafted(new CircuitStep("chef de service", null, null), new CircuitStep("élu", null, null)),
                new DeciderNamed(it.convention, it.partnership, it.epn, "élu", it.elu, TODAY),
                new ConventionSubmitted(it.convention, it.partnership, it.epn, 1),
                new StepApproved(it.convention, it.partnership, it.epn, "chef de service", it.responsable),
                new PartiesChanged(
                        it.convention, it.partnership, it.epn, List.of(PartyId.of(it.epn), PartyId.of(other)))));

        assertThat(card.state()).isEqualTo(ConventionState.DRAFT);
        assertThat(card.parties()).containsExactly(it.epn.value(), other.value());
        assertThat(card.circuit())
                .extracting(ConventionCard.Step::name, ConventionCard.Step::deciderId, ConventionCard.Step::state)
                .containsExactly(
                        tuple("chef de service", null, ConventionCard.StepState.PENDING),
                        tuple("élu", it.elu.value(), ConventionCard.StepState.PENDING));
        assertThat(card.circuit().getLast().expectedOn()).isEqualTo(TODAY);
    }

    @Test
    void an_avenant_is_a_version_of_its_own_and_leaves_the_former_signatures_valid() {
        var draft = drafted();
        var amended = clauses("Modalités de l’avenant");
        var until = LocalDate.of(2027, 6, 30);
        var avenant = new ConventionAmended(
                it.convention,
                it.partnership,
                it.epn,
                amended,
                12,
                until,
                2,
                amended.hash(12, until),
                PartyId.of(it.partner),
                "deux séances de plus");
        var events = new ArrayList<Event>(List.of(
                draft,
                new ConventionSubmitted(it.convention, it.partnership, it.epn, 1),
                new ConventionValidated(it.convention, it.partnership, it.epn, 1),
                signed(draft, PartyId.of(it.epn)),
                signed(draft, PartyId.of(it.partner)),
                new ConventionFullySigned(it.convention, it.partnership, it.epn, draft.versionHash()),
                new MunicipalActAttached(it.convention, it.partnership, it.epn, "2026-12", TODAY, null, null),
                avenant));
        var card = ConventionCard.of(history(events));

        assertThat(card.state()).isEqualTo(ConventionState.AMENDED);
        assertThat(card.validUntil()).isEqualTo(until);
        assertThat(card.signatures()).isEmpty();
        assertThat(card.earlierSignatures())
                .extracting(ConventionCard.Signature::versionHash)
                .containsOnly(draft.versionHash().value())
                .hasSize(2);
        assertThat(card.versions())
                .extracting(ConventionCard.Version::number, ConventionCard.Version::amendment)
                .containsExactly(tuple(1, false), tuple(2, true));
        assertThat(card.municipalActs())
                .extracting(ConventionCard.MunicipalAct::reference)
                .containsExactly("2026-12");

        events.add(new ConventionTerminated(it.convention, it.partnership, it.epn, TODAY, "faute de public"));
        var terminated = ConventionCard.of(history(events));
        assertThat(terminated.state()).isEqualTo(ConventionState.TERMINATED);
        assertThat(terminated.endedOn()).isEqualTo(TODAY);
        assertThat(terminated.endReason()).isEqualTo("faute de public");

        var expired =
                ConventionCard.of(history(draft, new ConventionExpired(it.convention, it.partnership, it.epn, until)));
        assertThat(expired.state()).isEqualTo(ConventionState.EXPIRED);
        assertThat(expired.endedOn()).isEqualTo(until);
        assertThat(expired.endReason()).isNull();
    }

    @Test
    void a_bilan_that_is_revised_or_reopened_must_reach_everybody_again() {
        var party = PartyId.of(it.partner);
        var events = new ArrayList<Event>(List.of(
                new BilanDrafted(it.bilan, it.partnership, it.epn, List.of(it.partner), "Un", null),
                new BilanShared(it.bilan, it.partnership, it.epn, it.partner, true),
                new BilanAmended(it.bilan, it.partnership, it.epn, it.partner, "précision"),
                new BilanRevised(it.bilan, it.partnership, it.epn, 2, "Deux", party)));
        var revised = BilanCard.of(history(events));

        assertThat(revised.status()).isEqualTo(BilanState.DRAFT);
        assertThat(revised.version()).isEqualTo(2);
        assertThat(revised.narrative()).isEqualTo("Deux");
        assertThat(revised.draftedBy()).isEqualTo(it.partner.value());
        assertThat(revised.sharedWith()).isEmpty();
        assertThat(revised.amendments())
                .extracting(BilanCard.Amendment::version)
                .containsExactly(1);

        events.addAll(List.of(
                new BilanShared(it.bilan, it.partnership, it.epn, it.partner, true),
                new BilanFinalised(it.bilan, it.partnership, it.epn),
                new BilanReopened(it.bilan, it.partnership, it.epn, 3, "chiffre faux")));
        var reopened = BilanCard.of(history(events));

        assertThat(reopened.status()).isEqualTo(BilanState.DRAFT);
        assertThat(reopened.version()).isEqualTo(3);
        assertThat(reopened.narrative()).isEqualTo("Deux");
        assertThat(reopened.sharedWith()).isEmpty();
        assertThat(reopened.versions()).extracting(BilanCard.Text::number).containsExactly(1, 2, 3);
        assertThat(reopened.reopenings())
                .extracting(BilanCard.Reopening::reason)
                .containsExactly("chiffre faux");
    }

    @Test
    void a_funding_agreement_is_in_force_until_its_last_day_included() {
        var id = new FundingId(Ids.next());
        var history = history(
                new FundingDeclared(
                        it.epn, id, "Région", List.of("emploi"), true, null, TODAY.minusDays(3), TODAY.plusDays(30)),
                new FundingEnded(it.epn, id, TODAY, "dénoncée"));

        assertThat(FundingCard.of(history, TODAY)).satisfies(card -> {
            assertThat(card.inForce()).isTrue();
            assertThat(card.until()).isEqualTo(TODAY);
            assertThat(card.endReason()).isEqualTo("dénoncée");
        });
        assertThat(FundingCard.of(history, TODAY.plusDays(1)).inForce()).isFalse();
        assertThat(FundingCard.of(history, TODAY.minusDays(4)).inForce()).isFalse();
    }

    @Test
    void a_deliverable_shows_its_licence_and_where_it_went() {
        var id = new DeliverableId(Ids.next());
        var card = DeliverableCard.of(history(
                new DeliverableCollected(
                        id,
                        it.partnership,
                        it.epn,
                        it.project,
                        "Film",
                        Medium.MOVING,
                        it.learners,
                        List.of(),
                        null,
                        null,
                        null),
                new DeliverableTransmitted(
                        id,
                        it.partnership,
                        it.epn,
                        it.partner,
                        ImageUser.PARTNERS,
                        "site",
                        List.of(Warning.UNLICENSED_DELIVERABLE)),
                new DeliverableLicensed(id, it.partnership, it.epn, List.of(somebody), "CC BY")));

        assertThat(card.depicts()).hasSize(12);
        assertThat(card.authorIds()).containsExactly(somebody.value());
        assertThat(card.licence()).isEqualTo("CC BY");
        assertThat(card.collectedAt()).isEqualTo(DAWN);
        assertThat(card.transmissions())
                .containsExactly(new DeliverableCard.Transmission(
                        it.partner.value(),
                        ImageUser.PARTNERS,
                        "site",
                        DAWN.plusSeconds(1),
                        List.of("unlicensed-deliverable")));
    }

    @Test
    void a_poll_counts_the_last_answer_of_each_person() {
        var id = new DatePollId(Ids.next());
        var monday = Instant.parse("2026-03-09T09:00:00Z");
        var friday = Instant.parse("2026-03-13T09:00:00Z");
        var card = DatePollCard.of(history(
                new DatePollOpened(id, it.partnership, it.epn, "Bilan ?", List.of(monday, friday)),
                new DatePollAnswered(
                        id, it.partnership, it.epn, somebody, List.of(new PollAnswer(monday, Availability.NO))),
                new DatePollAnswered(
                        id,
                        it.partnership,
                        it.epn,
                        somebody,
                        List.of(
                                new PollAnswer(monday, Availability.YES),
                                new PollAnswer(friday, Availability.IF_NEED_BE))),
                new DatePollAnswered(
                        id, it.partnership, it.epn, it.contact, List.of(new PollAnswer(friday, Availability.NO))),
                new DatePollClosed(id, it.partnership, it.epn, monday)));

        assertThat(card.options())
                .containsExactly(
                        new DatePollCard.Tally(monday, 1, 0, 0, 1), new DatePollCard.Tally(friday, 0, 1, 1, 0));
        assertThat(card.answers()).hasSize(2);
        assertThat(card.closed()).isTrue();
        assertThat(card.chosen()).isEqualTo(monday);
    }

    @Test
    void a_consent_expires_by_itself_and_covers_only_what_was_granted() {
        var id = new ImageConsentId(Ids.next());
        var history = history(
                new ConsentRequested(id, it.epn, it.project, somebody, it.contact),
                new ConsentGranted(
                        id,
                        it.epn,
                        it.project,
                        somebody,
                        List.of(ImageMedium.STILL),
                        List.of(ImageUser.EPN),
                        List.of("Site de l’EPN"),
                        TODAY,
                        TODAY.plusDays(10)));
        var card = ConsentCard.of(history, TODAY.plusDays(10));

        assertThat(card.state()).isEqualTo(ImageConsentState.GRANTED);
        assertThat(card.guardianId()).isEqualTo(it.contact.value());
        assertThat(card.covers(ImageMedium.STILL, ImageUser.EPN, "site de l'EPN"))
                .isTrue();
        assertThat(card.covers(ImageMedium.MOVING, ImageUser.EPN, "site de l'EPN"))
                .isFalse();
        assertThat(card.covers(ImageMedium.STILL, ImageUser.PARTNERS, "site de l'EPN"))
                .isFalse();
        assertThat(card.covers(ImageMedium.STILL, ImageUser.EPN, "affiche")).isFalse();

        var expired = ConsentCard.of(history, TODAY.plusDays(11));
        assertThat(expired.state()).isEqualTo(ImageConsentState.EXPIRED);
        assertThat(expired.covers(ImageMedium.STILL, ImageUser.EPN, "site de l'EPN"))
                .isFalse();

        var withdrawn = new ArrayList<>(history);
        withdrawn.add(new Recorded(9, new ConsentWithdrawn(id, it.epn, it.project, somebody, TODAY.plusDays(1)), DAWN));
        assertThat(ConsentCard.of(withdrawn, TODAY.plusDays(11)).state()).isEqualTo(ImageConsentState.WITHDRAWN);
        assertThat(ConsentCard.of(withdrawn, TODAY).on()).isEqualTo(TODAY.plusDays(1));
    }

    @Test
    void what_nobody_asked_for_yet_is_empty_not_missing() {
        var card = partnership();

        assertThat(card.documents()).isEmpty();
        assertThat(card.tools()).isEmpty();
        assertThat(card.posture()).isNull();
        assertThat(card.clearance()).isNull();
        assertThat(card.pilotPartnerId()).isNull();
        assertThat(ProjectCard.of(history(registered(ProjectDrafted.class))).strategicFit())
                .isNull();
    }
}
