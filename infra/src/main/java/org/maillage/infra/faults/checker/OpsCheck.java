package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.checker.Journal.Attempt;
import org.maillage.infra.faults.checker.Journal.End;
import org.maillage.infra.faults.checker.Journal.Op;

/** Every operation that was answered happened once, every one that was refused did not, every other one once or not at all. */
final class OpsCheck implements Check {

    private final Collection<Op> ops;
    private final List<StoredEvent> events;
    private final List<Ledger.Command> commands;
    private final @Nullable String subject;
    private final Map<UUID, Long> versions = new HashMap<>();

    /** @param subject under which the operations were sent; null when nobody knows, and keys cannot be looked up */
    OpsCheck(Collection<Op> ops, List<StoredEvent> events, List<Ledger.Command> commands, @Nullable String subject) {
        this.ops = ops;
        this.events = events;
        this.commands = commands;
        this.subject = subject;
    }

    @Override
    public String name() {
        return "operations";
    }

    @Override
    public String look(Findings findings) {
        var blocks = blocks();
        var done = done(findings);
        var ends = new HashMap<End, Integer>();
        for (var op : ops) {
            var block = blocks.remove(op.trace);
            var command = subject == null ? null : done.get(commandId(subject, op.key));
            var end = op.end();
            ends.merge(end, 1, Integer::sum);
            op.complaints.forEach(complaint -> findings.add(op.name() + " " + complaint));
            switch (end) {
                case OK -> {
                    happened(op, block == null ? List.of() : block, findings);
                    answered(op, block == null ? List.of() : block, findings);
                }
                case FAILED -> {
                    if (block != null) {
                        findings.add(op.name() + " was refused, but left "
                                + block.getFirst().name()
                                + (block.size() > 1 ? " and " + (block.size() - 1) + " more" : ""));
                    }
                }
                case UNKNOWN -> {
                    if (block != null) {
                        happened(op, block, findings);
                    }
                }
            }
            if (subject != null) {
                logged(op, end, block, command, findings);
            }
        }
        var strange = blocks.values().stream().mapToInt(List::size).sum();
        return ends.getOrDefault(End.OK, 0) + " ok, " + ends.getOrDefault(End.FAILED, 0) + " failed, "
                + ends.getOrDefault(End.UNKNOWN, 0) + " unknown; " + strange + " events of nobody in the journal"
                + (subject == null ? "; keys not looked up: the account is not known" : "");
    }

    /** The events of each trace. */
    private Map<String, List<StoredEvent>> blocks() {
        var blocks = new HashMap<String, List<StoredEvent>>();
        for (var event : events) {
            versions.merge(event.aggregate(), event.sequence(), Math::max);
            var trace = event.trace();
            if (trace != null) {
                blocks.computeIfAbsent(trace, _ -> new ArrayList<>()).add(event);
            }
        }
        return blocks;
    }

    private Map<UUID, Ledger.Command> done(Findings findings) {
        var done = new HashMap<UUID, Ledger.Command>();
        for (var command : commands) {
            if (done.put(command.id(), command) != null) {
                findings.add("command " + command.id() + " stands twice in the log of commands");
            }
        }
        return done;
    }

    private static void happened(Op op, List<StoredEvent> block, Findings findings) {
        if (!block.isEmpty() && block.getLast().position() - block.getFirst().position() + 1 != block.size()) {
            findings.add(op.name() + " happened in several places: its " + block.size() + " events stand from "
                    + block.getFirst().name() + " to " + block.getLast().name());
        }
        var expected = op.expects;
        if (expected == null) {
            return;
        }
        long count =
                block.stream().filter(event -> event.type().equals(expected)).count();
        if (count != 1) {
            findings.add(op.name() + " is " + (op.end() == End.OK ? "acknowledged" : "of unknown end") + ": " + expected
                    + " must stand once, but stands " + (count == 0 ? "nowhere" : count + " times")
                    + (block.isEmpty() ? "" : ", beside " + block.getFirst().name()));
        }
    }

    private void answered(Op op, List<StoredEvent> block, Findings findings) {
        var answers = op.answers();
        var first = answers.getFirst();
        for (var other : answers.subList(1, answers.size())) {
            findings.addUnless(
                    other.version == first.version && String.valueOf(other.id).equals(String.valueOf(first.id)),
                    op.name() + " was answered twice, differently: version " + first.version + " and " + other.version);
        }
        if (first.id == null || first.version < 0) {
            return;
        }
        if (!isTrue(first, UUID.fromString(first.id), block)) {
            findings.add(op.name() + " was answered with version " + first.version + " of " + first.id
                    + ", which "
                    + (block.isEmpty()
                            ? "does not exist"
                            : "is not the last that it wrote, "
                                    + block.getLast().name() + " with sequence "
                                    + block.getLast().sequence()));
        }
    }

    /** What is named may be a part of an aggregate, which has no version of its own. */
    private boolean isTrue(Attempt answer, UUID id, List<StoredEvent> block) {
        var last = new HashMap<UUID, Long>();
        block.forEach(event -> last.put(event.aggregate(), event.sequence()));
        var exact = last.get(id);
        if (exact != null) {
            return exact == answer.version;
        }
        var known = versions.get(id);
        if (known != null) {
            return answer.version <= known;
        }
        return block.isEmpty() || last.containsValue(answer.version);
    }

    private static void logged(
            Op op, End end, @Nullable List<StoredEvent> block, Ledger.@Nullable Command command, Findings findings) {
        if (command == null) {
            findings.addUnless(
                    end != End.OK && (block == null || end == End.FAILED),
                    op.name() + " happened, but its key is not in the log of commands");
            return;
        }
        if (end == End.FAILED) {
            findings.add(op.name() + " was refused, but its key is in the log of commands");
            return;
        }
        var first = block == null ? null : (Long) block.getFirst().position();
        var last = block == null ? null : (Long) block.getLast().position();
        if (!Objects.equals(first, command.first()) || !Objects.equals(last, command.last())) {
            findings.add(op.name() + " is logged with positions " + command.first() + " to " + command.last()
                    + ", but its events stand at " + first + " to " + last);
        }
    }

    /** A UUID of version 8 over account and key: the same key of the same account names the same command. */
    static UUID commandId(String subject, String key) {
        try {
            var hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest((subject + "\n" + key).getBytes(UTF_8)));
            long high = hash.getLong();
            long low = hash.getLong();
            return new UUID((high & ~0xf000L) | 0x8000L, (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
