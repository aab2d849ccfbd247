package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A certified report: its text is the one that was certified, and the events that it is said to be made of are the prefix of the ledger
 * that was recorded by its instant. Whether the text follows from them is for whoever asks them again.
 */
final class ReportCheck {

    private static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");

    /** The event at one side of the end of the prefix. */
    private record Edge(long position, Instant recordedAt, byte[] content, byte[] leaf, List<byte[]> proof) {

        void requireIn(Checkpoint checkpoint) {
            if (!Arrays.equals(leaf, LedgerEvent.leaf(position, recordedAt, content))) {
                throw Fault.ofAReport("the leaf of position " + position + " is not the hash of its fields");
            }
            var root = Tree.root(leaf, position - 1, checkpoint.size(), proof);
            if (root == null || !Arrays.equals(root, Text.bytes(checkpoint.root()))) {
                throw Fault.ofAReport(
                        "the proof of position " + position + " does not lead to the root of " + checkpoint.name());
            }
        }
    }

    private final JsonNode certificate;
    private final byte[] report;

    private ReportCheck(Json.Enveloped enveloped) {
        this.certificate = enveloped.certificate();
        this.report = enveloped.report();
    }

    static Verdict run(Path file, TrustedKeys keys, String ledger, @Nullable Checkpoints kept) {
        try {
            return new ReportCheck(Json.enveloped(file)).verdict(new Leaning(keys, ledger, kept));
        } catch (Fault fault) {
            return new Verdict.Refused(fault.ending(), fault.what());
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException unreadable) {
            return new Verdict.Refused(
                    Ending.REPORT_DIFFERS,
                    "the certificate is not written as one is (" + CannotVerify.words(unreadable) + ")");
        }
    }

    private Verdict verdict(Leaning leaning) {
        requireReport();
        var checkpoint = leaning.trusted(Json.checkpoint(certificate), "report");
        var asOf = Text.instant(Json.text(certificate, "asOf"));
        long position = Json.number(certificate, "position");
        var request = Json.text(certificate, "request");
        requireAsked(request, asOf);
        requireLast(edge("last"), position, asOf, checkpoint);
        var next = edge("next");
        requireNext(next, position, asOf, checkpoint);
        return new Verdict.Certified(request, asOf, position, next != null, checkpoint.size());
    }

    private void requireReport() {
        var sha256 = HexFormat.of().formatHex(Sha256.of(report));
        if (!sha256.equals(Json.text(certificate, "reportSha256"))) {
            throw Fault.ofAReport("the report has the SHA-256 " + sha256 + ", but another one was certified");
        }
        if (report.length != Json.number(certificate, "reportBytes")) {
            throw Fault.ofAReport("the report takes " + report.length + " bytes, but other ones were certified");
        }
        boolean isBase64 = report[0] == '"';
        if (isBase64 == Json.text(certificate, "mediaType").equals("application/json")) {
            throw Fault.ofAReport("the report is not written as its media type asks");
        }
    }

    /** Of the question only its instant can be checked: what it asked for is what the report must be compared with. */
    private static void requireAsked(String request, Instant asOf) {
        var query = URI.create(request).getRawQuery();
        var asked = Stream.of((query == null ? "" : query).split("&"))
                .filter(parameter -> parameter.startsWith("asOf="))
                .map(parameter -> URLDecoder.decode(parameter.substring("asOf=".length()), UTF_8))
                .toList();
        if (asked.size() != 1 || !counted(Instant.parse(asked.getFirst())).equals(asOf)) {
            throw Fault.ofAReport("the request did not ask what was known at " + asOf);
        }
    }

    private static Instant counted(Instant asked) {
        return asked.isBefore(BEGINNING) ? BEGINNING : asked.truncatedTo(ChronoUnit.MICROS);
    }

    private void requireLast(@Nullable Edge last, long position, Instant asOf, Checkpoint checkpoint) {
        var recordedAt = Json.textOrNull(certificate, "recordedAt");
        if (last == null) {
            if (position != 0 || recordedAt != null) {
                throw Fault.ofAReport("the event at position " + position + " is not shown");
            }
            return;
        }
        if (last.position() != position || !last.recordedAt().toString().equals(recordedAt)) {
            throw Fault.ofAReport("position " + position + ", recorded at " + recordedAt
                    + ", is not the last event that is shown: position " + last.position() + ", recorded at "
                    + last.recordedAt());
        }
        if (last.recordedAt().isAfter(asOf)) {
            throw Fault.ofAReport("position " + position + " was recorded at " + recordedAt + ", after " + asOf);
        }
        last.requireIn(checkpoint);
    }

    private static void requireNext(@Nullable Edge next, long position, Instant asOf, Checkpoint checkpoint) {
        if (next == null) {
            if (checkpoint.size() != position) {
                throw Fault.ofAReport("the event after position " + position + " is not shown, though "
                        + checkpoint.name() + " covers it");
            }
            return;
        }
        if (next.position() != position + 1) {
            throw Fault.ofAReport("position " + next.position() + " does not come next after position " + position);
        }
        if (!next.recordedAt().isAfter(asOf)) {
            throw Fault.ofAReport("position " + next.position() + " was recorded at " + next.recordedAt()
                    + " already, so that the report lacks what was known at " + asOf);
        }
        next.requireIn(checkpoint);
    }

    private @Nullable Edge edge(String name) {
        var node = certificate.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        return new Edge(
                Json.number(node, "position"),
                Text.instant(Json.text(node, "recordedAt")),
                Text.bytes(Json.text(node, "content")),
                Text.bytes(Json.text(node, "leaf")),
                Json.hashes(node, "proof"));
    }
}
