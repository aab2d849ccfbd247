package org.maillage.query.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.partnership.PartnershipEvent.ActionStarted;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.Frontier;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.intake.Checkpoints;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.intake.ToldFacts.Told;
import tools.jackson.databind.JsonNode;

class ProofsTest {

    @TempDir
    private Path directory;

    private final CaseA it = new CaseA();
    private final ToldFacts ledger = ToldFacts.fromTheBeginning(new ProofProjection());
    private final Web web = new Web(ledger, controller());
    /** Everything that the ledger recorded, whether it arrived here or not. */
    private final List<Told> recorded = new ArrayList<>();

    private Frontier tree = Frontier.EMPTY;
    private SigningKey key;

    private LedgerController controller() {
        var checkpoints = new Checkpoints(ledger.client(), "main");
        return new LedgerController(new Proofs(ledger.client(), checkpoints), checkpoints);
    }

    @BeforeEach
    void makeKey() {
        key = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private List<Told> record(List<? extends Event> events) {
        var told = events.stream().map(ledger::record).toList();
        for (var one : told) {
            var fact = one.fact();
            tree = tree.with(Leaf.of(
                    fact.position(),
                    fact.recordedAt(),
                    Leaf.content(
                            fact.eventId(),
                            fact.subject(),
                            fact.sequence(),
                            fact.aggregateType(),
                            fact.type(),
                            fact.revision(),
                            fact.key(),
                            EventCodec.write(one.event()),
                            ("{\"epnId\":\"" + one.event().epnId().value() + "\"}").getBytes(UTF_8))));
        }
        recorded.addAll(told);
        return told;
    }

    private List<Told> tell(List<? extends Event> events) {
        var told = record(events);
        ledger.write(told);
        return told;
    }

    /** As the command side does, over what it recorded. */
    private Checkpoint sign() {
        var signed = key.sign("main", tree.size(), text(tree.root()), ledger.now(), null);
        ledger.receive(signed, key.verifyingKey());
        return signed;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(JsonNode text) {
        return Base64.getDecoder().decode(text.asString());
    }

    private static List<byte[]> path(JsonNode proof) {
        return proof.valueStream().map(ProofsTest::bytes).toList();
    }

    private static void assertThatItIsIn(Checkpoint checkpoint, JsonNode event) {
        var root = NaiveTree.rootOf(
                bytes(event.get("leaf")),
                event.get("position").asLong() - 1,
                checkpoint.size(),
                path(event.get("proof")));
        assertThat(text(root)).isEqualTo(checkpoint.root());
    }

    @Test
    void an_event_is_in_every_checkpoint_that_covers_it() {
        var first = tell(it.whole());
        var early = sign();
        tell(new CaseA().whole());
        var late = sign();

        for (var told : first) {
            var newest = web.get("/ledger/inclusion?eventId=" + told.eventId()).json();
            var former = web.get("/ledger/inclusion?eventId=" + told.eventId() + "&size=" + early.size())
                    .json();

            assertThat(newest.get("size").asLong()).isEqualTo(late.size());
            assertThat(former.get("size").asLong()).isEqualTo(early.size());
            assertThat(former.get("position").asLong()).isEqualTo(told.position());
            assertThat(former.get("root").asString()).isEqualTo(early.root());
            assertThatItIsIn(late, newest);
            assertThatItIsIn(early, former);
        }
    }

    @Test
    void a_later_checkpoint_continues_an_earlier_one() {
        tell(it.whole());
        var early = sign();
        var all = tell(new CaseA().whole());
        var late = sign();

        var answer = web.get("/ledger/consistency?from=" + early.size() + "&to=" + late.size())
                .json();

        assertThat(answer.propertyNames()).containsExactly("from", "to", "fromRoot", "toRoot", "proof");
        assertThat(answer.get("fromRoot").asString()).isEqualTo(early.root());
        assertThat(answer.get("toRoot").asString()).isEqualTo(late.root());
        var leaves = recorded.stream()
                .map(told -> bytes(web.get("/ledger/inclusion?eventId=" + told.eventId())
                        .json()
                        .get("leaf")))
                .toList();
        assertThat(path(answer.get("proof")))
                .containsExactlyElementsOf(new NaiveTree(leaves).proof((int) early.size(), (int) late.size()));
        assertThat(all).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                CloudEvents.HEADER_ID + " 019a0000-0000-7000-8000-000000000001",
                CloudEvents.HEADER_SUBJECT + " 019a0000-0000-7000-8000-000000000001",
                CloudEvents.HEADER_SEQUENCE + " 77",
                CloudEvents.HEADER_TIME + " 2026-07-01T08:00:00.000001Z",
                CloudEvents.HEADER_METADATA + " {}"
            })
    void a_record_whose_header_was_changed_on_its_way_proves_nothing(String header, String value) {
        var told = record(it.whole());
        var victim = told.get(5);
        var headers = new HashMap<>(victim.headers());
        assertThat(headers.put(header, value)).isNotEqualTo(value);
        assertThatNothingIsProven(told, new Told(victim.event(), victim.position(), victim.at(), headers));
    }

    @Test
    void a_record_whose_value_was_changed_on_its_way_proves_nothing() {
        var told = record(it.whole());
        var victim = told.stream()
                .filter(one -> one.event() instanceof ActionStarted)
                .findFirst()
                .orElseThrow();
        var started = (ActionStarted) victim.event();
        var changed = new ActionStarted(
                started.id(), started.epnId(), started.startedOn().plusDays(1), started.warnings());
        assertThatNothingIsProven(told, new Told(changed, victim.position(), victim.at(), victim.headers()));
    }

    private void assertThatNothingIsProven(List<Told> told, Told changed) {
        var arrived = new ArrayList<>(told);
        arrived.set((int) changed.position() - 1, changed);
        ledger.write(arrived);
        sign();

        for (var path : List.of(
                "/ledger/inclusion?eventId=" + changed.eventId(),
                "/ledger/inclusion?eventId=" + told.getLast().eventId(),
                "/partnerships/" + it.partnership.value() + "/history/export",
                "/ledger/consistency?from=" + told.size() + "&to=" + told.size())) {
            var answer = web.get(path);
            assertThat(answer.status()).as(path).isEqualTo(500);
            assertThat(answer.code()).isEqualTo("ledger-mismatch");
        }
    }

    @Test
    void rows_that_were_written_in_bulk_prove_the_same() {
        ledger.writeInBulk(record(it.whole()));
        var signed = sign();

        var part = web.get("/partnerships/" + it.partnership.value() + "/history/export")
                .json();

        assertThat(part.get("items")).isNotEmpty().allSatisfy(item -> {
            assertThat(leafOf(item)).isEqualTo(bytes(item.get("leaf")));
            assertThatItIsIn(signed, item);
        });
    }

    @Test
    void a_row_that_was_changed_here_proves_nothing() {
        var told = tell(it.whole());
        sign();
        assertThat(web.get("/ledger/inclusion?eventId=" + told.getFirst().eventId())
                        .status())
                .isEqualTo(200);

        ledger.client()
                .sql("update proof_v1.leaf_fact set leaf = decode(repeat('00', 32), 'hex') where position = 3")
                .update();

        var answer = web.get("/ledger/inclusion?eventId=" + told.getFirst().eventId());
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("ledger-mismatch");
    }

    @Test
    void a_proof_waits_for_leaves_that_have_not_arrived() {
        var told = record(it.whole());
        var late = told.get(told.size() / 2);
        var arrived = new ArrayList<>(told);
        arrived.remove(late);
        ledger.write(arrived);
        sign();
        var question = "/ledger/inclusion?eventId=" + told.getFirst().eventId();

        assertThat(web.get(question).status()).isEqualTo(503);
        assertThat(web.get(question).code()).isEqualTo("read-model-behind");

        ledger.write(List.of(late));

        assertThat(web.get(question).status()).isEqualTo(200);
    }

    @Test
    void an_event_that_no_checkpoint_covers_yet_waits_for_one() {
        tell(it.whole());
        var covered = sign();
        var fresh = tell(new CaseA().whole()).getFirst();

        assertThat(web.get("/ledger/inclusion?eventId=" + fresh.eventId()).status())
                .isEqualTo(503);
        assertThat(web.get("/ledger/inclusion?eventId=" + fresh.eventId() + "&size=" + covered.size())
                        .code())
                .isEqualTo("invalid-parameter");

        sign();

        assertThat(web.get("/ledger/inclusion?eventId=" + fresh.eventId()).status())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_known_has_its_code() {
        var told = tell(it.whole()).getFirst();
        assertThat(web.get("/ledger/inclusion?eventId=" + told.eventId()).status())
                .isEqualTo(503);
        var size = sign().size();

        assertThat(web.get("/ledger/inclusion?eventId=" + Ids.next()).code()).isEqualTo("unknown-event");
        assertThat(web.get("/ledger/inclusion?eventId=" + Ids.next()).status()).isEqualTo(404);
        assertThat(web.get("/ledger/inclusion?eventId=" + told.eventId() + "&size=" + (size + 1))
                        .code())
                .isEqualTo("unknown-checkpoint");
        assertThat(web.get("/ledger/consistency?from=1&to=" + size).code()).isEqualTo("unknown-checkpoint");
        assertThat(web.get("/ledger/consistency?from=2&to=1").code()).isEqualTo("invalid-parameter");
        assertThat(web.get("/ledger/consistency?from=2").status()).isEqualTo(400);
        assertThat(web.get("/ledger/inclusion?eventId=none").status()).isEqualTo(400);
        assertThat(web.get("/ledger/as-of?at=yesterday").status()).isEqualTo(400);
        assertThat(web.get("/partnerships/" + Ids.next() + "/history/export").code())
                .isEqualTo("unknown-partnership");
    }

    @Test
    void checkpoints_come_newest_first_and_whole() {
        tell(it.whole());
        var first = sign();
        tell(new CaseA().whole());
        var second = sign();

        var page = web.get("/ledger/checkpoints?limit=1").json();
        var rest = web.get(
                        "/ledger/checkpoints?limit=1&cursor=" + page.get("next").asString())
                .json();

        assertThat(page.at("/items/0/size").asLong()).isEqualTo(second.size());
        assertThat(rest.at("/items/0/size").asLong()).isEqualTo(first.size());
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(key.verifyingKey().verifies(checkpoint(rest.at("/items/0")))).isTrue();
    }

    private static Checkpoint checkpoint(JsonNode json) {
        return new Checkpoint(
                json.get("ledger").asString(),
                json.get("size").asLong(),
                json.get("root").asString(),
                Instant.parse(json.get("at").asString()),
                json.get("previous").isNull() ? null : json.get("previous").asString(),
                json.get("keyId").asString(),
                json.get("signature").asString());
    }

    @Test
    void the_key_is_told_and_verifies_what_it_signed() {
        assertThat(web.get("/ledger/key", "*/*").code()).isEqualTo("unknown-ledger-key");
        tell(it.whole());
        var signed = sign();

        var pem = web.get("/ledger/key", "*/*").body();

        assertThat(VerifyingKey.ofPem(pem).verifies(signed)).isTrue();
        assertThat(web.get("/ledger/key?keyId=" + signed.keyId(), "*/*").body()).isEqualTo(pem);
        for (var unknown : List.of("0000000000000000", "none", "%00")) {
            assertThat(web.get("/ledger/key?keyId=" + unknown, "*/*").status()).isEqualTo(404);
        }
    }

    /** With SHA-256, Base64 and what the export says of itself. */
    @Test
    void an_export_is_verified_from_itself_part_by_part() {
        tell(new CaseA().whole());
        tell(it.whole());
        var signed = sign();
        tell(new CaseA().whole());
        var expected = recorded.stream()
                .filter(told -> told.event().streamKey().equals(it.partnership))
                .map(Told::position)
                .toList();
        var path = "/partnerships/" + it.partnership.value() + "/history/export?limit=7";

        var positions = new ArrayList<Long>();
        var part = web.get(path + "&size=" + signed.size()).json();
        sign();
        while (true) {
            assertThat(part.propertyNames()).containsExactly("partnershipId", "checkpoint", "items", "next");
            assertThat(checkpoint(part.get("checkpoint"))).isEqualTo(signed);
            for (var item : part.get("items")) {
                positions.add(item.get("position").asLong());
                assertThat(leafOf(item)).isEqualTo(bytes(item.get("leaf")));
                assertThatItIsIn(signed, item);
            }
            if (part.get("next").isNull()) {
                break;
            }
            part = web.get(path + "&cursor=" + part.get("next").asString()).json();
        }

        assertThat(positions).isEqualTo(expected).hasSizeGreaterThan(14);
    }

    private static byte[] leafOf(JsonNode item) {
        return Leaf.of(
                item.get("position").asLong(),
                Instant.parse(item.get("recordedAt").asString()),
                Leaf.content(
                        UUID.fromString(item.get("eventId").asString()),
                        UUID.fromString(item.get("aggregateId").asString()),
                        item.get("sequence").asLong(),
                        item.get("aggregateType").asString(),
                        item.get("type").asString(),
                        item.get("revision").asInt(),
                        UUID.fromString(item.get("streamKey").asString()),
                        bytes(item.get("payload")),
                        bytes(item.get("metadata"))));
    }

    @Test
    void what_was_known_at_an_instant_ends_between_two_leaves() {
        var told = tell(it.whole());
        sign();
        tell(new CaseA().whole());
        var signed = sign();
        var boundary = told.get(10);

        for (var at : List.of(boundary.at(), boundary.at().plusMillis(999))) {
            var known = web.get("/ledger/as-of?at=" + at).json();

            assertThat(known.get("position").asLong()).isEqualTo(boundary.position());
            var covering = checkpoint(known.get("checkpoint"));
            assertThat(covering.size()).isEqualTo(told.size());
            for (var end : List.of("last", "next")) {
                var proven = known.get(end);
                var leaf = Leaf.of(
                        proven.get("position").asLong(),
                        Instant.parse(proven.get("recordedAt").asString()),
                        bytes(proven.get("content")));
                assertThat(leaf).isEqualTo(bytes(proven.get("leaf")));
                assertThatItIsIn(covering, proven);
            }
            assertThat(known.at("/next/position").asLong()).isEqualTo(boundary.position() + 1);
            assertThat(Instant.parse(known.at("/last/recordedAt").asString())).isBeforeOrEqualTo(at);
            assertThat(Instant.parse(known.at("/next/recordedAt").asString())).isAfter(at);
        }
        // The last event of the first checkpoint is followed by one that only the second covers.
        var last = web.get("/ledger/as-of?at=" + told.getLast().at()).json();
        assertThat(checkpoint(last.get("checkpoint"))).isEqualTo(signed);
    }

    @Test
    void before_everything_nothing_was_known_and_the_present_is_not_proven_to_be_the_end() {
        var told = tell(it.whole());

        var before = web.get("/ledger/as-of?at=" + told.getFirst().at().minusSeconds(1))
                .json();
        var now = web.get("/ledger/as-of?at=" + ledger.now().plus(Duration.ofDays(1)))
                .json();

        assertThat(before.get("position").asLong()).isZero();
        assertThat(before.get("last").isNull()).isTrue();
        assertThat(before.at("/next/position").asLong()).isEqualTo(1);
        assertThat(before.get("checkpoint").isNull()).isTrue();
        assertThat(before.at("/next/proof").isNull()).isTrue();
        assertThat(now.get("position").asLong()).isEqualTo(told.size());
        assertThat(now.get("next").isNull()).isTrue();
    }

    @Test
    void an_instant_whose_next_event_has_not_arrived_waits() {
        var told = record(it.whole());
        ledger.write(told.subList(0, 10));
        ledger.write(told.subList(12, told.size()));

        assertThat(web.get("/ledger/as-of?at=" + told.get(9).at()).status()).isEqualTo(503);
        assertThat(web.get("/ledger/as-of?at=" + told.get(12).at()).status()).isEqualTo(200);
    }

    @Test
    void over_some_thousand_events_blocks_are_kept_and_prove_the_same() {
        var events = IntStream.range(0, 80)
                .boxed()
                .flatMap(_ -> new CaseA().whole().stream())
                .toList();
        var told = tell(events);
        assertThat(told).hasSizeGreaterThan(2_100);
        var signed = sign();

        for (int index : List.of(0, 1, 1023, 1024, 2047, 2048, told.size() - 1)) {
            var question = "/ledger/inclusion?eventId=" + told.get(index).eventId();
            assertThatItIsIn(signed, web.get(question).json());
        }

        var kept = ledger.client()
                .sql("select position from proof_v1.subtree where level = 1 order by position")
                .query(Long.class)
                .list();
        assertThat(kept).hasSize((int) (signed.size() / 1024)).startsWith(1024L, 2048L);
        assertThat(new HashSet<>(kept)).hasSameSizeAs(kept);
    }
}
