package org.maillage.query.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionDeclared;
import org.maillage.kernel.partner.PartnerEvent.FundingObjectionWithdrawn;
import org.maillage.query.CaseA;
import org.maillage.query.compliance.Conflicts.Conflict;
import org.maillage.query.intake.Recorded;

/** Since when a conflict stands, however its causes arrived. */
class ConflictsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    private final CaseA it = new CaseA();

    private final List<Recorded> partnership = new ArrayList<>();
    private final List<Recorded> around = new ArrayList<>();
    private int days;

    /** Recorded a day after the one before. */
    private void around(Event event) {
        around.add(recorded(event));
    }

    private Recorded recorded(Event event) {
        var day = FIRST.plusDays(days++);
        return new Recorded(days, event, Instant.parse(day + "T10:00:00Z"));
    }

    private List<LocalDate> since() {
        return Conflicts.of(partnership, around.reversed(), LocalDate.of(2026, 6, 1)).stream()
                .map(Conflict::since)
                .toList();
    }

    private void funded() {
        around(new FundingDeclared(
                it.epn,
                new FundingId(Ids.next()),
                "Région",
                List.of("emploi"),
                false,
                null,
                LocalDate.of(2026, 1, 1),
                null));
    }

    @Test
    void a_conflict_that_ended_and_came_again_stands_since_it_came_again() {
        partnership.add(recorded(it.proposed()));
        funded();
        around(new FundingObjectionDeclared(it.partner, it.epn, "Région", null));
        assertThat(since()).containsExactly(FIRST.plusDays(2));

        around(new FundingObjectionWithdrawn(it.partner, it.epn, "Région", "clarifié"));
        assertThat(since()).isEmpty();

        around(new FundingObjectionDeclared(it.partner, it.epn, "Région", "de nouveau"));
        assertThat(since()).containsExactly(FIRST.plusDays(4));
    }

    @Test
    void a_conflict_stands_from_the_last_of_its_causes_in_whatever_order_they_are_read() {
        around(new FundingObjectionDeclared(it.partner, it.epn, "Région", null));
        funded();
        partnership.add(recorded(it.proposed()));

        assertThat(since()).containsExactly(FIRST.plusDays(2));
    }
}
