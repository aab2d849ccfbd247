package org.maillage.query.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.kernel.Event;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnEvent.AccessGranted;
import org.maillage.kernel.epn.EpnEvent.AccessRevoked;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerLeft;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.query.CaseA;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.Rows;
import org.maillage.query.intake.ToldFacts;

/** What each event says of access. */
class AccessProjectionTest {

    private static final AccessProjection PROJECTION = new AccessProjection();

    private static ToldFacts told;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        told = new ToldFacts(PROJECTION);
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private record Row(FactTable table, List<@Nullable Object> values) {}

    private static List<Row> rows(Event event) {
        var rows = new ArrayList<Row>();
        Rows collecting =
                (table, values) -> rows.add(new Row(table, Stream.of(values).toList()));
        PROJECTION.fold(told.record(event).fact(), collecting);
        return rows;
    }

    static List<Event> everyType() {
        return ToldFacts.everyType();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void what_makes_rows_is_what_it_reads(Event event) {
        var type = EventCatalogue.of(event.getClass()).name();

        assertThat(rows(event).isEmpty()).as(type).isEqualTo(!PROJECTION.concerns(type));
    }

    @Test
    void a_thing_belongs_to_its_centre_and_to_its_partnership() {
        assertThat(rows(it.sheets().getFirst()))
                .containsExactly(
                        row(AccessProjection.THING, it.sessions.getFirst(), Thing.SESSION, it.epn, it.partnership));
        assertThat(rows(it.person(it.contact)))
                .containsExactly(row(AccessProjection.THING, it.contact, Thing.PERSON, it.epn, null));
        assertThat(rows(it.work().getFirst()))
                .containsExactly(row(AccessProjection.THING, it.negotiation, Thing.TIME_ENTRY, it.epn, it.partnership));
        assertThat(rows(it.proposed()))
                .containsExactly(
                        row(AccessProjection.THING, it.partnership, Thing.PARTNERSHIP, it.epn, it.partnership),
                        row(AccessProjection.PARTICIPATION, it.partner, it.partnership, it.epn, true));
        assertThat(rows(new PartnerLeft(it.partnership, it.epn, it.partner, "réorganisation")))
                .containsExactly(row(AccessProjection.PARTICIPATION, it.partner, it.partnership, it.epn, false));
        assertThat(rows(new PartnerJoined(it.partnership, it.epn, it.partner)))
                .containsExactly(row(AccessProjection.PARTICIPATION, it.partner, it.partnership, it.epn, true));
    }

    @Test
    void a_grant_is_kept_with_who_gave_it_and_a_revocation_is_one_of_nothing() {
        var subject = new Subject("karim");
        var roles = List.of(AccessRole.ADMINISTRATEUR, AccessRole.ANIMATEUR);

        assertThat(rows(new AccessGranted(it.epn, subject, roles, it.animatrice, it.partner)))
                .containsExactly(row(
                        AccessProjection.GRANT,
                        subject,
                        it.epn,
                        "ANIMATEUR,ADMINISTRATEUR",
                        it.animatrice,
                        it.partner,
                        true,
                        "agent-7"));
        assertThat(rows(new AccessRevoked(it.epn, subject, "départ")))
                .containsExactly(row(AccessProjection.GRANT, subject, it.epn, null, null, null, false, "agent-7"));
    }

    @Test
    void facts_may_come_live_or_in_bulk() {
        var facts = it.whole().stream().map(told::record).toList();
        told.writeInBulk(facts);
        var things = told.client()
                .sql("select count(*) from access_v1.thing_fact where epn = ?")
                .param(it.epn.value());

        assertThat(things.query(Long.class).single()).isGreaterThan(30);
        assertThat(told.client()
                        .sql("select kind from access_v1.thing_fact where id = any(?) order by kind")
                        .param(new UUID[] {it.convention.value(), it.bilan.value(), it.project.value()})
                        .query(String.class)
                        .list())
                .containsExactly("BILAN", "CONVENTION", "PROJECT");
    }

    private static Row row(FactTable table, @Nullable Object... values) {
        return new Row(table, Stream.of(values).toList());
    }
}
