package org.maillage.query.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnEvent.EpnPositioned;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent.ProjectDomainsTagged;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.directory.Matching.Reason;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class DirectoryTest {

    private static final String HERE = "49007";
    private static final String ELSEWHERE = "44109";
    private static final String AGGLOMERATION = "244900015";

    @TempDir
    private static Path files;

    private static MasterKey master;
    private static ToldFacts told;
    private static Directory directory;
    private static Web web;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(files.resolve("master-key.json"));
        told = new ToldFacts(new DirectoryProjection());
        directory = new Directory(told.client(), told.personNames(master));
        web = new Web(told, new DirectoryController(directory));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    @BeforeEach
    void centre() {
        told.tell(it.organisations());
    }

    private PartnerId partner(
            String name,
            @Nullable String commune,
            @Nullable String epci,
            List<String> audiences,
            List<String> domains) {
        var id = new PartnerId(Ids.next());
        told.tell(new PartnerRegistered(
                id,
                it.epn,
                name,
                PartnerKind.COMPANY,
                null,
                null,
                commune == null ? null : new CommuneCode(commune),
                audiences,
                domains,
                null,
                null,
                epci == null ? null : new EpciCode(epci),
                List.of()));
        return id;
    }

    private PartnerId partner(String name) {
        return partner(name, null, null, List.of(), List.of());
    }

    private PartnershipId proposal(PartnerId... partners) {
        var id = new PartnershipId(Ids.next());
        told.tell(new PartnershipProposed(
                id,
                it.epn,
                it.project,
                List.of(partners),
                it.responsable,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of()));
        return id;
    }

    private PersonCipher tellPerson(PersonId id, String name) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id, it.epn, cipher.encrypt(PersonRegistered.class, "fullName", name), null, null, false, 1));
        return cipher;
    }

    private AsOf now() {
        return told.asOfNow();
    }

    private List<String> silences() {
        return directory.keepInTouch(it.epn.value(), now()).stream()
                .map(Directory.Silence::name)
                .toList();
    }

    @Test
    void the_longest_silence_comes_first_and_whoever_never_heard_anything_before_all() {
        var written = partner("Écrit");
        var greeted = partner("Salué");
        var invited = partner("Invité");
        partner("Oublié");
        var action = proposal(it.partner);
        told.tell(
                new PartnerExchangeLogged(written, it.epn, ExchangeChannel.MAIL, LocalDate.of(2025, 3, 1), null, null),
                new PartnerExchangeLogged(written, it.epn, ExchangeChannel.PHONE, LocalDate.of(2025, 2, 1), null, null),
                new GreetingSent(greeted, it.epn, LocalDate.of(2026, 1, 6), ExchangeChannel.LETTER, null),
                new PartnerInvited(invited, it.epn, action, null, LocalDate.of(2026, 4, 2), null));

        assertThat(silences()).containsExactly("Oublié", "Écrit", "Salué", "Invité");
        var silences = directory.keepInTouch(it.epn.value(), now());
        assertThat(silences.get(1).lastContactChannel()).isEqualTo(ExchangeChannel.MAIL);
        assertThat(silences)
                .extracting(Directory.Silence::lastContactKind)
                .containsExactly(null, Contact.Kind.EXCHANGE, Contact.Kind.GREETING, Contact.Kind.INVITATION);
        assertThat(silences).extracting(Directory.Silence::greetedThisYear).containsExactly(false, false, true, false);
        assertThat(silences.getLast().invitedTo())
                .containsExactly(new Organisation.InvitedTo(action.value(), null, LocalDate.of(2026, 4, 2)));
        assertThat(silences).extracting(Directory.Silence::kind).containsOnly(Directory.Relation.PROSPECT);
    }

    @Test
    void a_partner_with_something_under_way_is_left_alone_and_comes_back_when_it_is_over() {
        var running = proposal(it.partner);
        var then = now();
        told.tell(
                new ExchangeLogged(running, it.epn, ExchangeChannel.MEETING, LocalDate.of(2026, 6, 2), null, null),
                new ExchangeLogged(
                        running, it.epn, ExchangeChannel.MAIL, LocalDate.of(2026, 6, 20), null, it.animatrice),
                new AgreedWithoutConvention(running, it.epn, "petit projet", List.of()));
        assertThat(silences()).isEmpty();
        told.tell(
                new PartnershipTerminated(running, it.epn, "manque de public"),
                new BilanDelivered(running, it.epn),
                new FollowUpDecided(running, it.epn, FollowUp.CLOSE, null, null));

        var silence = directory.keepInTouch(it.epn.value(), now()).getFirst();
        assertThat(silence.name()).isEqualTo("Lire Ensemble");
        assertThat(silence.kind()).isEqualTo(Directory.Relation.PAST);
        // Whoever was written to on the 20th is nobody of theirs.
        assertThat(silence.lastContactOn()).isEqualTo(LocalDate.of(2026, 6, 2));
        assertThat(directory.keepInTouch(it.epn.value(), then)).isEmpty();
    }

    @Test
    void a_declined_partner_stays_a_prospect_and_one_that_left_may_be_written_to() {
        var declined = proposal(it.partner);
        var leaver = partner("Parti");
        var joint = proposal(it.partner, leaver);
        told.tell(
                new PartnershipDeclined(declined, it.epn, "trop tôt"),
                new PartnerLeft(joint, it.epn, leaver, "déménagement"),
                new ProposalWithdrawn(joint, it.epn, "sans objet"));

        assertThat(directory.keepInTouch(it.epn.value(), now()))
                .extracting(Directory.Silence::name, Directory.Silence::kind)
                .containsExactly(
                        tuple("Lire Ensemble", Directory.Relation.PROSPECT),
                        tuple("Parti", Directory.Relation.PROSPECT));
    }

    @Test
    void a_double_is_the_card_that_stands_for_it() {
        var into = partner("Lire Ensemble 49");
        var running = proposal(it.partner);
        told.tell(new PartnerExchangeLogged(
                it.partner, it.epn, ExchangeChannel.PHONE, LocalDate.of(2026, 5, 5), null, null));
        tellPerson(it.contact, "Anaïs Martin");
        var before = now();
        told.tell(new PartnerCardMerged(it.partner, it.epn, into), new PartnerCardAbsorbed(into, it.epn, it.partner));

        assertThat(directory.keepInTouch(it.epn.value(), before))
                .extracting(Directory.Silence::name)
                .containsExactly("Lire Ensemble 49");
        assertThat(silences()).isEmpty();
        told.tell(new PartnershipDeclined(running, it.epn, "trop tôt"));
        assertThat(directory.keepInTouch(it.epn.value(), now())).singleElement().satisfies(silence -> {
            assertThat(silence.partnerId()).isEqualTo(into.value());
            assertThat(silence.lastContactOn()).isEqualTo(LocalDate.of(2026, 5, 5));
        });
        assertThat(directory.trombinoscope(it.epn.value(), now()))
                .singleElement()
                .satisfies(faces -> {
                    assertThat(faces.partnerId()).isEqualTo(into.value());
                    assertThat(faces.persons()).extracting(Directory.Face::name).containsExactly("Anaïs Martin");
                });
        assertThat(directory.matches(it.project.value(), now()))
                .extracting(Matching.Match::partnerId)
                .doesNotContain(it.partner.value());
    }

    @Test
    void the_trombinoscope_shows_the_team_then_the_contacts_with_their_newest_names_and_nobody_who_was_erased() {
        var cipher = tellPerson(it.contact, "Anaïs Martin");
        tellPerson(it.responsable, "Zoé Petit");
        tellPerson(it.animatrice, "Ali Benali");
        var before = now();
        told.tell(
                new PersonRevised(
                        it.contact,
                        it.epn,
                        cipher.encrypt(PersonRevised.class, "fullName", "Anaïs Durand"),
                        null,
                        null,
                        false,
                        1),
                new PersonPhotoSet(
                        it.contact,
                        it.epn,
                        cipher.encrypt(
                                PersonPhotoSet.class,
                                "photo",
                                Base64.getEncoder().encodeToString(new byte[3])),
                        "image/png",
                        1),
                new ContactRoleChanged(it.partner, it.epn, it.contact, new Role("directrice")));

        var faces = directory.trombinoscope(it.epn.value(), now());
        assertThat(faces)
                .extracting(Directory.Faces::organisation)
                .containsExactly("La Passerelle Numérique", "Lire Ensemble");
        assertThat(faces.getFirst().partnerId()).isNull();
        assertThat(faces.getFirst().persons())
                .extracting(Directory.Face::name)
                .containsExactly("Zoé Petit", "Ali Benali");
        assertThat(faces.getLast().persons())
                .containsExactly(new Directory.Face(
                        it.contact.value(), "Anaïs Durand", "directrice", "/api/v1/persons/" + it.contact + "/photo"));
        assertThat(directory.trombinoscope(it.epn.value(), before).getLast().persons())
                .containsExactly(new Directory.Face(it.contact.value(), "Anaïs Martin", "présidente", null));

        told.erase(it.contact);
        told.tell(new PersonErased(it.contact, it.epn, "à sa demande"));

        assertThat(directory.trombinoscope(it.epn.value(), now()))
                .extracting(Directory.Faces::organisation)
                .containsExactly("La Passerelle Numérique");
        assertThat(directory.trombinoscope(it.epn.value(), before)).hasSize(1);
    }

    @Test
    void partners_for_a_hybrid_project_come_in_the_order_of_the_guide() {
        told.tell(
                new EpnPositioned(it.epn, List.of("numérique", "vidéo"), null),
                new ProjectDomainsTagged(it.project, it.epn, List.of("Vidéo", "Textile")));
        var publics = partner("Publics", ELSEWHERE, null, List.of("ADULTES"), List.of());
        var foreign = partner("Étranger", ELSEWHERE, null, List.of(), List.of("textile"));
        var neighbour = partner("Voisin", HERE, AGGLOMERATION, List.of(), List.of());
        var near = partner("Proche", ELSEWHERE, AGGLOMERATION, List.of(), List.of());
        var same = partner("Semblable", ELSEWHERE, null, List.of(), List.of("vidéo"));
        var met = partner("Connu", ELSEWHERE, null, List.of(), List.of());
        partner("Sans rapport", ELSEWHERE, "200000000", List.of("enfants"), List.of("sport"));
        told.tell(new PartnerExchangeLogged(
                met, it.epn, ExchangeChannel.LOCAL_EVENT, LocalDate.of(2026, 6, 1), null, null));
        var ours =
                List.of(publics.value(), foreign.value(), neighbour.value(), near.value(), same.value(), met.value());

        var matches = directory.matches(it.project.value(), now()).stream()
                .filter(match -> !match.partnerId().equals(it.partner.value()))
                .toList();

        assertThat(matches).extracting(Matching.Match::partnerId).containsExactlyElementsOf(ours);
        assertThat(matches)
                .extracting(match -> match.reasons().getFirst().code())
                .containsExactly(
                        Reason.SAME_AUDIENCE,
                        Reason.FOREIGN_DOMAIN,
                        Reason.SAME_COMMUNE,
                        Reason.SAME_AGGLOMERATION,
                        Reason.SAME_DOMAIN,
                        Reason.KNOWN_PARTNER);
        assertThat(matches.get(1).reasons().getFirst().text())
                .isEqualTo("Travaille dans un domaine que le projet ajoute aux vôtres\u00a0: Textile.");
    }

    @Test
    void reasons_add_up_and_a_partner_of_the_project_says_so() {
        var running = proposal(it.partner);

        var best = directory.matches(it.project.value(), now()).getFirst();

        // Same audiences and same commune; the centre names no domain, so that of the project is not foreign.
        assertThat(best.partnerId()).isEqualTo(it.partner.value());
        assertThat(best.reasons())
                .extracting(Matching.MatchReason::code)
                .containsExactly(Reason.SAME_AUDIENCE, Reason.SAME_COMMUNE, Reason.SAME_DOMAIN);
        assertThat(best.score()).isEqualTo(70);
        assertThat(best.partnershipId()).isEqualTo(running.value());

        var revised = new ArrayList<>(best.reasons());
        told.tell(
                new PartnerRevised(
                        it.partner,
                        it.epn,
                        "Lire Ensemble",
                        PartnerKind.ASSOCIATION,
                        null,
                        null,
                        null,
                        new CommuneCode(ELSEWHERE),
                        null,
                        List.of("adultes"),
                        List.of(),
                        List.of(),
                        null),
                new AgreedWithoutConvention(running, it.epn, "urgence", List.of()));
        revised.removeIf(reason -> reason.code() != Reason.SAME_AUDIENCE);
        var after = directory.matches(it.project.value(), now()).getFirst();
        assertThat(after.reasons()).startsWith(revised.getFirst());
        assertThat(after.reasons())
                .extracting(Matching.MatchReason::code)
                .containsExactly(Reason.SAME_AUDIENCE, Reason.KNOWN_PARTNER);
    }

    @Test
    void over_http_the_lists_follow_each_other_and_an_unknown_centre_or_project_is_404() {
        partner("Un");
        partner("Deux");
        var list = "/partners/keep-in-touch?limit=2&epnId=" + it.epn;
        var first = web.get(list).json();
        var second = web.get(list + "&cursor=" + first.get("next").asString()).json();

        assertThat(first.get("items").get(0).propertyNames())
                .containsExactly(
                        "partnerId",
                        "name",
                        "kind",
                        "lastContactOn",
                        "lastContactKind",
                        "lastContactChannel",
                        "greetedThisYear",
                        "invitedTo");
        assertThat(first.get("items").get(0).get("name").asString()).isEqualTo("Deux");
        assertThat(first.get("items")).hasSize(2);
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(web.get("/partners/matches?projectId=" + it.project).json().get("items"))
                .hasSize(1);
        assertThat(web.get("/partners/trombinoscope?epnId=" + it.epn).status()).isEqualTo(200);
        for (var path : List.of("/partners/keep-in-touch", "/partners/trombinoscope")) {
            assertThat(web.get(path + "?epnId=" + UUID.randomUUID()).code()).isEqualTo("unknown-epn");
            assertThat(web.get(path).status()).isEqualTo(400);
        }
        assertThat(web.get("/partners/matches?projectId=" + UUID.randomUUID()).code())
                .isEqualTo("unknown-project");
        assertThat(web.get("/partners/matches?projectId=" + it.project + "&asOf=2026-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void every_type_of_event_is_kept_or_left_aside_on_purpose() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(*) from directory_v1.directory_fact where type = 'ContributionPledged'")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
