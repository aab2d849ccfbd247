package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoreCheckTest {

    private static List<StoredEvent> events() {
        return new Past()
                .add(1, "EpnRegistered", 3, Map.of())
                .add(2, "PartnershipProposed")
                .add(3, "ConventionDrafted")
                .add(4, "NegotiationEntered")
                .add(5, "TimeLogged")
                .events();
    }

    private static List<String> found(List<StoredEvent> events) throws Exception {
        return Past.found(new StoreCheck(events));
    }

    @Test
    void a_ledger_as_it_should_be_is_right() throws Exception {
        assertThat(found(events())).isEmpty();
    }

    @Test
    void every_golden_event_has_its_place() throws Exception {
        var past = new Past();
        for (var file : Past.goldenFiles()) {
            var name = file.getFileName().toString().split("\\.", -1);
            past.add(1, name[0], Integer.parseInt(name[1].substring(1)), Map.of());
        }

        assertThat(past.events()).hasSizeGreaterThan(120);
        assertThat(found(past.events())).isEmpty();
    }

    @Test
    void a_lost_event_is_a_gap() throws Exception {
        var events = events();
        events.remove(3);

        assertThat(found(events))
                .singleElement()
                .asString()
                .contains("position 5")
                .contains("where position 4 should");
    }

    @Test
    void a_doubled_event_is_found() throws Exception {
        var events = events();
        events.add(Past.at(6, events.get(3)));

        assertThat(found(events))
                .anyMatch(finding -> finding.contains("position 6") && finding.contains("id of an earlier event"))
                .anyMatch(finding -> finding.contains("position 6") && finding.contains("sequence 1"));
    }

    @Test
    void two_events_at_one_position_are_found() throws Exception {
        var events = events();
        events.set(4, Past.at(4, events.get(4)));

        assertThat(found(events)).anyMatch(finding -> finding.contains("where position 5 should"));
    }

    @Test
    void a_changed_event_is_found_by_its_leaf() throws Exception {
        var events = events();
        events.set(4, Past.forged(events.get(4), "120", "121"));

        assertThat(found(events))
                .singleElement()
                .asString()
                .contains("position 5")
                .contains("leaf");
    }

    @Test
    void time_that_runs_back_is_found() throws Exception {
        var events = events();
        events.set(4, Past.recordedAt(events.get(3).recordedAt().minusNanos(1_000), events.get(4)));

        assertThat(found(events)).singleElement().asString().contains("recorded before the one before it");
    }

    @Test
    void an_event_under_a_wrong_key_is_found() throws Exception {
        var events = events();
        events.set(4, Past.under(UUID.fromString(Past.PERSON), events.get(4)));

        assertThat(found(events)).singleElement().asString().contains("under another key than its partnershipId");
    }
}
