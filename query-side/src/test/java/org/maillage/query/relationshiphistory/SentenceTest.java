package org.maillage.query.relationshiphistory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.query.relationshiphistory.French.NBSP;
import static org.maillage.query.relationshiphistory.French.NNBSP;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.kernel.Id;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.AuthorityClearanceGranted;
import org.maillage.kernel.partnership.PartnershipEvent.AuthorityClearanceRequested;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventType;
import org.maillage.query.CaseA;
import org.maillage.query.intake.ToldFacts;

class SentenceTest {

    /** What no French sentence contains; ASCII quotes first. */
    private static final Pattern BAD_TYPOGRAPHY = Pattern.compile("""
        ["'`]|\\.\\.\\.|[^\u00a0]:|[^\u202f];|[^\u202f][!?]|«[^\u00a0]|[^\u00a0]»|  |null|[A-Z]{2,}_|[A-Z]{5,}\
        |\\p{XDigit}{8}-|\\.\\.|\\s$\
        """);

    private static final Names KNOWN = names("Anaïs Martin", "Lire Ensemble");
    private static final Names ERASED = names("personne effacée", null);

    private static Names names(String person, @Nullable String organisation) {
        return new Names() {
            @Override
            public String person(PersonId id) {
                return person;
            }

            @Override
            public @Nullable String of(Id id) {
                return organisation;
            }
        };
    }

    static Stream<EventType> everyType() {
        return EventCatalogue.all().stream();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void every_type_of_event_is_told_in_well_set_french(EventType type) {
        for (var names : List.of(KNOWN, ERASED)) {
            var sentence = Sentence.of(ToldFacts.golden(type), names);

            assertThat(sentence).matches("(?s)[\\p{Lu}«\\d].*\\.").doesNotContainPattern(BAD_TYPOGRAPHY);
        }
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void every_type_of_event_has_a_day_or_says_that_it_has_none(EventType type) {
        var day = RelationshipHistoryProjection.occurredOn(ToldFacts.golden(type));

        assertThat(day == null || day.isAfter(LocalDate.EPOCH)).isTrue();
    }

    @Test
    void every_fact_of_case_A_is_well_set() {
        assertThat(new CaseA().whole())
                .map(event -> Sentence.of(event, KNOWN))
                .allSatisfy(sentence -> assertThat(sentence).doesNotContainPattern(BAD_TYPOGRAPHY));
    }

    @Test
    void the_check_of_typography_can_fail() {
        assertThat(List.of("Motif : x.", "l'EPN", "« x »", "fin ; suite", "un  mot", "PLEDGED_CASH", "x...", "Quoi ?"))
                .allSatisfy(bad -> assertThat(bad).containsPattern(BAD_TYPOGRAPHY));
        assertThat("Motif" + NBSP + ": «" + NBSP + "l’été" + NBSP + "»" + NNBSP + "; fin.")
                .doesNotContainPattern(BAD_TYPOGRAPHY);
    }

    @Test
    void a_sentence_names_people_and_organisations_dates_and_amounts() {
        var it = new CaseA();

        assertThat(Sentence.of(it.money().get(1), KNOWN))
                .isEqualTo("Un apport financier de 1" + NNBSP + "500,00" + NBSP + "€ est reçu le 3" + NBSP
                        + "novembre 2025.");
        assertThat(Sentence.of(it.agreement().get(9), KNOWN))
                .isEqualTo("Anaïs Martin signe la convention au nom de l’EPN «" + NBSP + "Lire Ensemble" + NBSP
                        + "» le 15" + NBSP + "septembre 2025.");
        assertThat(Sentence.of(it.agreement().get(13), KNOWN))
                .isEqualTo("La réunion de bilan est fixée au 20" + NBSP + "juin 2026 à 14" + NBSP + "h" + NBSP + "00.");
        assertThat(Sentence.of(it.agreement().getLast(), KNOWN))
                .isEqualTo("L’action démarre le 1er" + NBSP + "octobre 2025.");
        assertThat(Sentence.of(it.logged(null, it.animatrice, Phase.DELIVERY, LocalDate.of(2025, 10, 7), 90), ERASED))
                .isEqualTo("Personne effacée consacre 1" + NBSP + "h" + NBSP + "30 à l’animation le 7" + NBSP
                        + "octobre 2025.");
    }

    @Test
    void what_is_optional_leaves_no_hole() {
        var it = new CaseA();
        var other = new PartnerId(Ids.next());
        var proposed = it.proposed();

        assertThat(Stream.of(
                                new PartnershipProposed(
                                        it.renewal,
                                        it.epn,
                                        it.project,
                                        List.of(it.partner, other),
                                        it.responsable,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        proposed.id(),
                                        List.of()),
                                new AuthorityClearanceRequested(it.partnership, it.epn, null),
                                new AuthorityClearanceGranted(it.partnership, it.epn, null),
                                new FollowUpDecided(it.partnership, it.epn, FollowUp.CLOSE, null, null),
                                new FollowUpDecided(
                                        it.partnership, it.epn, FollowUp.NEW_PROJECT, it.project, it.renewal),
                                new SessionPlanned(
                                        it.sessions.getFirst(),
                                        it.partnership,
                                        it.epn,
                                        Instant.parse("2026-01-01T08:05:00Z"),
                                        new Minutes(45),
                                        null,
                                        List.of(),
                                        null,
                                        false))
                        .flatMap(event -> Stream.of(Sentence.of(event, KNOWN), Sentence.of(event, ERASED))))
                .allSatisfy(sentence -> assertThat(sentence).doesNotContainPattern(BAD_TYPOGRAPHY))
                .anySatisfy(
                        sentence -> assertThat(sentence).contains("à «" + NBSP + "Lire Ensemble" + NBSP + "» et à «"))
                .anySatisfy(sentence -> assertThat(sentence).contains("à un partenaire et à un partenaire"))
                .anySatisfy(sentence -> assertThat(sentence).contains("9" + NBSP + "h" + NBSP + "05, ouverte à tous"));
    }
}
