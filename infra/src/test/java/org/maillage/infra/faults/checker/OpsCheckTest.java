package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpsCheckTest {

    private static final String ACCOUNT = "driver";

    @TempDir
    private Path directory;

    /** Operations 1 to 3: proposed and entered; a started action; one that was refused. */
    private static Past past() {
        return new Past()
                .add(1, "PartnershipProposed")
                .add(1, "NegotiationEntered")
                .add(2, "ActionStarted");
    }

    private static String invoke(int op, int attempt, @Nullable String expects) {
        return """
            {"at":"2026-11-23T22:00:00.000001Z","what":"invoke","op":%d,"attempt":%d,"key":"key-%d","trace":"%s","node":"command-1",\
            "path":"/partnerships/{id}/start","url":"/api/v1/partnerships/1/start","body":{},"expects":%s}\
            """.formatted(op, attempt, op, Past.trace(op), expects == null ? "null" : "\"" + expects + "\"");
    }

    private static String ok(int op, int attempt, String id, long version) {
        return """
            {"what":"ok","op":%d,"attempt":%d,"status":200,"id":"%s","version":%d,"body":{},"token":"x"}\
            """.formatted(op, attempt, id, version);
    }

    private static String fail(int op, int attempt) {
        return """
            {"what":"fail","op":%d,"attempt":%d,"status":409,"code":"wrong-partnership-state"}\
            """.formatted(op, attempt);
    }

    private static String unknown(int op, int attempt) {
        return """
            {"what":"unknown","op":%d,"attempt":%d,"why":"timeout"}\
            """.formatted(op, attempt);
    }

    private static List<String> journal() {
        return new ArrayList<>(List.of(
                invoke(1, 1, "PartnershipProposed"),
                ok(1, 1, Past.PARTNERSHIP, 1),
                invoke(2, 1, "ActionStarted"),
                unknown(2, 1),
                invoke(2, 2, "ActionStarted"),
                ok(2, 2, Past.PARTNERSHIP, 2),
                invoke(3, 1, "ActionStarted"),
                fail(3, 1)));
    }

    private static List<Ledger.Command> log() {
        return new ArrayList<>(List.of(
                new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-1"), 1L, 2L),
                new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-2"), 3L, 3L)));
    }

    private List<String> found(List<String> journal, List<StoredEvent> events, List<Ledger.Command> log)
            throws Exception {
        var file = Files.write(directory.resolve("journal.jsonl"), journal);
        return Past.found(new OpsCheck(Journal.read(file).ops(), events, log, ACCOUNT));
    }

    @Test
    void operations_that_happened_as_they_were_answered_are_right() throws Exception {
        assertThat(found(journal(), past().events(), log())).isEmpty();
    }

    @Test
    void an_acknowledged_operation_whose_event_is_lost_is_found() throws Exception {
        var events = past().events();
        events.removeLast();

        assertThat(found(journal(), events, log()))
                .anyMatch(finding -> finding.contains("op 2") && finding.contains("stands nowhere"));
    }

    @Test
    void an_operation_that_happened_twice_is_found() throws Exception {
        var events = past().add(7, "PostureSet").add(2, "ActionStarted").events();

        assertThat(found(journal(), events, log()))
                .anyMatch(finding -> finding.contains("op 2") && finding.contains("stands 2 times"))
                .anyMatch(finding -> finding.contains("op 2") && finding.contains("in several places"));
    }

    @Test
    void a_refused_operation_that_left_an_event_is_found() throws Exception {
        var events = past().add(3, "ActionStarted").events();

        assertThat(found(journal(), events, log()))
                .singleElement()
                .asString()
                .contains("op 3")
                .contains("was refused, but left position 4");
    }

    @Test
    void an_operation_of_unknown_end_may_have_happened_once_or_not_but_never_twice() throws Exception {
        var journal = journal();
        journal.addAll(List.of(invoke(4, 1, "PostureSet"), unknown(4, 1), invoke(4, 2, "PostureSet"), fail(4, 2)));
        var log = log();

        assertThat(found(journal, past().events(), log)).isEmpty();

        log.add(new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-4"), 4L, 4L));
        assertThat(found(journal, past().add(4, "PostureSet").events(), log)).isEmpty();

        log.set(2, new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-4"), 4L, 5L));
        assertThat(found(
                        journal,
                        past().add(4, "PostureSet").add(4, "PostureSet").events(),
                        log))
                .singleElement()
                .asString()
                .contains("op 4")
                .contains("stands 2 times");
    }

    @Test
    void an_answer_with_a_version_that_is_not_the_one_written_is_found() throws Exception {
        var journal = journal();
        journal.set(5, ok(2, 2, Past.PARTNERSHIP, 1));

        assertThat(found(journal, past().events(), log()))
                .singleElement()
                .asString()
                .contains("op 2")
                .contains("version 1");
    }

    @Test
    void silence_is_legal_where_nothing_is_expected_if_the_version_exists() throws Exception {
        var journal = journal();
        journal.addAll(List.of(invoke(5, 1, null), ok(5, 1, Past.PARTNERSHIP, 2)));
        var log = log();
        log.add(new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-5"), null, null));

        assertThat(found(journal, past().events(), log)).isEmpty();

        journal.set(9, ok(5, 1, Past.PARTNERSHIP, 9));
        assertThat(found(journal, past().events(), log))
                .singleElement()
                .asString()
                .contains("op 5")
                .contains("does not exist");
    }

    @Test
    void two_different_answers_to_one_key_are_found() throws Exception {
        var journal = journal();
        journal.addAll(List.of(invoke(2, 3, "ActionStarted"), ok(2, 3, Past.PARTNERSHIP, 1)));

        assertThat(found(journal, past().events(), log()))
                .anyMatch(finding -> finding.contains("op 2") && finding.contains("answered twice, differently"));
    }

    @Test
    void the_log_of_commands_says_the_same() throws Exception {
        var forgotten = log();
        forgotten.removeLast();
        assertThat(found(journal(), past().events(), forgotten))
                .singleElement()
                .asString()
                .contains("op 2")
                .contains("not in the log");

        var twice = log();
        twice.add(twice.getLast());
        assertThat(found(journal(), past().events(), twice))
                .singleElement()
                .asString()
                .contains("stands twice");

        var elsewhere = log();
        elsewhere.set(1, new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-2"), 2L, 3L));
        assertThat(found(journal(), past().events(), elsewhere))
                .singleElement()
                .asString()
                .contains("positions 2 to 3");

        var refused = log();
        refused.add(new Ledger.Command(OpsCheck.commandId(ACCOUNT, "key-3"), null, null));
        assertThat(found(journal(), past().events(), refused))
                .singleElement()
                .asString()
                .contains("op 3")
                .contains("refused");
    }

    @Test
    void a_torn_last_line_is_an_operation_of_unknown_end_and_a_torn_line_before_is_not_read() throws Exception {
        var journal = journal();
        journal.add(invoke(6, 1, "PostureSet"));
        journal.add("{\"what\":\"ok\",\"op\":6,\"att");
        assertThat(found(journal, past().events(), log())).isEmpty();

        journal.set(1, "{\"what\":");
        assertThatThrownBy(() -> found(journal, past().events(), log())).hasMessageContaining("line 2");
    }

    @Test
    void a_key_names_the_same_command_for_everybody_who_reads_the_page() {
        var id = OpsCheck.commandId("driver", "key-1");

        assertThat(id).hasToString("f9753f6c-9f6f-8972-b8a6-b7ed2453611a");
    }
}
