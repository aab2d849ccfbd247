package org.maillage.query.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageConsentState;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.epn.EpnEvent.FundingEnded;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionDeclared;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionWithdrawn;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent.ProjectMissionsNamed;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.compliance.Conflicts.Cause;
import org.maillage.query.compliance.Conflicts.Conflict;
import org.maillage.query.compliance.Conflicts.ConflictState;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class ComplianceTest {

    /** The day on which everything is told here. */
    private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);

    @TempDir
    private static Path files;

    private static MasterKey master;
    private static ToldFacts told;
    private static Compliance compliance;
    private static Web web;

    private final CaseA it = new CaseA();
    private final FundingId region = new FundingId(Ids.next());

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(files.resolve("master-key.json"));
        told = new ToldFacts(new ComplianceProjection());
        compliance = new Compliance(told.client(), told.personNames(master));
        web = new Web(told, new ComplianceController(compliance));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    @BeforeEach
    void centre() {
        told.tell(it.organisations());
    }

    private FundingDeclared declared(
            List<String> missions, boolean exclusive, LocalDate from, @Nullable LocalDate until) {
        return new FundingDeclared(it.epn, region, "Région", missions, exclusive, null, from, until);
    }

    private List<Conflict> conflicts(AsOf asOf) {
        return compliance.of(it.epn.value(), asOf).conflicts();
    }

    private List<Conflict> conflicts() {
        return conflicts(told.asOfNow());
    }

    private static AsOf on(LocalDate day) {
        return new AsOf(Instant.parse(day + "T12:00:00Z"));
    }

    @Test
    void an_exclusive_agreement_conflicts_with_a_partnership_of_its_missions_until_its_last_day() {
        told.tell(it.proposed());
        told.tell(declared(List.of("Inclusion  NUMÉRIQUE"), true, LocalDate.of(2026, 1, 1), null));

        assertThat(conflicts())
                .containsExactly(new Conflict(
                        it.partnership.value(),
                        region.value(),
                        "Région",
                        Cause.EXCLUSIVE_FUNDING,
                        null,
                        ConflictState.OPEN,
                        null,
                        TODAY));

        told.tell(new FundingEnded(it.epn, region, TODAY.plusDays(3), null));

        assertThat(conflicts(on(TODAY.plusDays(3)))).hasSize(1);
        assertThat(conflicts(on(TODAY.plusDays(4)))).isEmpty();
        assertThat(compliance.of(it.epn.value(), on(TODAY.plusDays(4))).funding())
                .singleElement()
                .satisfies(agreement -> {
                    assertThat(agreement.inForce()).isFalse();
                    assertThat(agreement.until()).isEqualTo(TODAY.plusDays(3));
                });
    }

    @Test
    void an_agreement_that_begins_later_conflicts_from_its_first_day() {
        told.tell(it.proposed());
        told.tell(declared(List.of("inclusion numérique"), true, TODAY.plusDays(10), null));

        assertThat(conflicts(on(TODAY.plusDays(9)))).isEmpty();
        assertThat(conflicts(on(TODAY.plusDays(12))))
                .extracting(Conflict::since)
                .containsExactly(TODAY.plusDays(10));
    }

    @Test
    void neither_other_missions_nor_an_agreement_without_exclusivity_conflict() {
        told.tell(it.proposed());
        told.tell(declared(List.of("emploi"), true, LocalDate.of(2026, 1, 1), null));
        assertThat(conflicts()).isEmpty();

        told.tell(new FundingDeclared(
                it.epn,
                new FundingId(Ids.next()),
                "État",
                List.of("inclusion numérique"),
                false,
                null,
                LocalDate.of(2026, 1, 1),
                null));
        assertThat(conflicts()).isEmpty();

        told.tell(new ProposalRevised(it.partnership, it.epn, List.of(), List.of(), List.of("emploi"), List.of()));
        assertThat(conflicts()).extracting(Conflict::fundingId).containsExactly(region.value());
    }

    @Test
    void a_partnership_without_missions_has_those_of_its_project() {
        var proposed = it.proposed();
        told.tell(new PartnershipProposed(
                proposed.id(),
                proposed.epnId(),
                proposed.projectId(),
                proposed.partnerIds(),
                proposed.pilotId(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of()));
        told.tell(declared(List.of("emploi"), true, LocalDate.of(2026, 1, 1), null));
        assertThat(conflicts()).isEmpty();

        told.tell(new ProjectMissionsNamed(it.project, it.epn, List.of("emploi")));
        assertThat(conflicts()).hasSize(1);
    }

    @Test
    void a_partner_who_minds_a_funder_conflicts_while_they_mind_and_take_part() {
        var other = new PartnerId(Ids.next());
        told.tell(it.proposed());
        told.tell(declared(List.of(), false, LocalDate.of(2026, 1, 1), null));
        told.tell(new FundingObjectionDeclared(other, it.epn, "région", "éthique"));
        assertThat(conflicts()).isEmpty();

        told.tell(new PartnerJoined(it.partnership, it.epn, other));
        var joined = told.asOfNow();
        assertThat(conflicts())
                .extracting(Conflict::kind, Conflict::partnerId, Conflict::state)
                .containsExactly(tuple(Cause.PARTNER_OBJECTION, other.value(), ConflictState.OPEN));

        told.tell(new PartnerLeft(it.partnership, it.epn, other, "désaccord"));
        assertThat(conflicts()).isEmpty();
        assertThat(conflicts(joined)).hasSize(1);

        told.tell(
                new PartnerJoined(it.partnership, it.epn, other),
                new FundingObjectionWithdrawn(other, it.epn, "Région", "clarifié"));
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void a_waiver_covers_the_conflicts_that_it_names_and_no_later_one() {
        told.tell(it.proposed());
        told.tell(declared(List.of("inclusion numérique"), true, LocalDate.of(2026, 1, 1), null));
        told.tell(new CumulationConflictWaived(
                it.partnership,
                it.epn,
                it.responsable,
                "accord écrit de la Région",
                List.of(new CumulationConflict(region, "Région", null))));
        told.tell(new FundingObjectionDeclared(it.partner, it.epn, "Région", null));

        assertThat(conflicts())
                .extracting(Conflict::kind, Conflict::state, Conflict::waivedReason)
                .containsExactly(
                        tuple(Cause.EXCLUSIVE_FUNDING, ConflictState.WAIVED, "accord écrit de la Région"),
                        tuple(Cause.PARTNER_OBJECTION, ConflictState.OPEN, null));
    }

    @Test
    void a_partnership_that_is_over_conflicts_with_nothing() {
        told.tell(it.proposed());
        told.tell(declared(List.of("inclusion numérique"), true, LocalDate.of(2026, 1, 1), null));
        told.tell(new PartnershipDeclined(it.partnership, it.epn, "trop tôt"));

        assertThat(conflicts()).isEmpty();
    }

    private void tellPerson(PersonId id, String name, boolean minor) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id, it.epn, cipher.encrypt(PersonRegistered.class, "fullName", name), null, null, minor, 1));
    }

    @Test
    void consents_are_listed_with_names_and_the_register_counts_persons_and_consents() {
        var anais = it.learners.get(0);
        var erased = it.learners.get(1);
        var id = new ImageConsentId(Ids.next());
        var forgotten = new ImageConsentId(Ids.next());
        tellPerson(anais, "Anaïs Martin", true);
        tellPerson(erased, "Ali Benali", false);
        told.tell(
                new ConsentRequested(id, it.epn, it.project, anais, it.contact),
                new ConsentRequested(forgotten, it.epn, it.project, erased, null),
                new ConsentGranted(
                        id,
                        it.epn,
                        it.project,
                        anais,
                        List.of(ImageMedium.VOICE),
                        List.of(ImageUser.EPN),
                        List.of("radio"),
                        TODAY,
                        TODAY.plusDays(30)),
                new PersonErased(erased, it.epn, "à sa demande"));
        told.erase(erased);

        var dossier = compliance.of(it.epn.value(), told.asOfNow());

        assertThat(dossier.consents())
                .containsExactly(
                        new Consent(
                                id.value(),
                                it.project.value(),
                                anais.value(),
                                "Anaïs Martin",
                                ImageConsentState.GRANTED,
                                List.of(ImageMedium.VOICE),
                                List.of(ImageUser.EPN),
                                List.of("radio"),
                                TODAY.plusDays(30)),
                        new Consent(
                                forgotten.value(),
                                it.project.value(),
                                erased.value(),
                                "personne effacée",
                                ImageConsentState.REQUESTED,
                                List.of(),
                                List.of(),
                                List.of(),
                                null));
        var register = dossier.register();
        assertThat(register.controller()).isEqualTo("La Passerelle Numérique");
        assertThat(register.on()).isEqualTo(TODAY);
        assertThat(register.counts().known()).isEqualTo(2);
        assertThat(register.counts().minors()).isEqualTo(1);
        assertThat(register.counts().erased()).isEqualTo(1);
        assertThat(register.counts().consents())
                .contains(
                        new Register.ConsentCount(ImageConsentState.GRANTED, 1),
                        new Register.ConsentCount(ImageConsentState.EXPIRED, 0));
        assertThat(register.treatments())
                .isNotEmpty()
                .allSatisfy(treatment -> {
                    assertThat(treatment.purpose()).isNotBlank();
                    assertThat(treatment.legalBasis()).contains("RGPD");
                    assertThat(treatment.dataCategories()).isNotEmpty();
                    assertThat(treatment.personCategories()).isNotEmpty();
                    assertThat(treatment.retention()).isNotBlank();
                    assertThat(treatment.recipients()).isNotEmpty();
                })
                .anySatisfy(treatment -> assertThat(treatment.legalBasis()).contains("intérêt public"));
        assertThat(compliance
                        .of(it.epn.value(), on(TODAY.plusDays(31)))
                        .consents()
                        .getFirst()
                        .state())
                .isEqualTo(ImageConsentState.EXPIRED);
    }

    @Test
    void over_http_it_has_the_promised_fields_and_an_unknown_centre_is_404() {
        var before = told.now();
        told.tell(it.proposed());
        told.tell(declared(List.of("inclusion numérique"), true, LocalDate.of(2026, 1, 1), null));
        var path = "/compliance?epnId=" + it.epn;

        assertThat(web.get(path).fields()).containsExactly("epnId", "funding", "conflicts", "consents", "register");
        assertThat(web.get(path).json().get("conflicts").get(0).propertyNames())
                .containsExactly(
                        "partnershipId", "fundingId", "funder", "kind", "partnerId", "state", "waivedReason", "since");
        assertThat(web.get(path + "&asOf=" + before).json().get("conflicts")).isEmpty();
        assertThat(web.get(path + "&asOf=" + before).json().get("funding")).isEmpty();
        assertThat(web.get(path + "&asOf=2026-01-01T00:00:00Z").code()).isEqualTo("unknown-epn");
        assertThat(web.get("/compliance?epnId=" + UUID.randomUUID()).code()).isEqualTo("unknown-epn");
        assertThat(web.get("/compliance").status()).isEqualTo(400);
    }

    @Test
    void every_type_of_event_is_kept_or_left_aside_on_purpose() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(*) from compliance_v1.compliance_fact where type = 'PersonPhotoSet'")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
