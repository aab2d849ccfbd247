package org.maillage.command.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.KeyFile;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who was erased, in a file outside of every database, so that a backup of the databases that is older than an erasure does not bring
 * the name back: one JSON object a line, only ever appended, on the disk before an erasure goes on. It holds ids and instants, no
 * name. Several nodes may share one file.
 */
public final class ErasureLedger implements AutoCloseable {

    private static final JsonMapper MAPPER = Json.mapper().build();

    /** @param event the one that asks for it; null when only the vault remembered */
    public record Erasure(
            PersonId person, Instant at, @Nullable UUID event) {}

    private final Path file;
    private final FileChannel channel;
    private final Map<PersonId, Erasure> erasures = new LinkedHashMap<>();
    /** Up to where the file is read: what follows another node has written. */
    private long read;

    private ErasureLedger(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Made if it does not exist, readable by its owner alone.
     *
     * @throws UncheckedIOException if it can be neither read nor written
     * @throws IllegalStateException if it holds anything but erasures: somebody must look before anything starts
     */
    static ErasureLedger open(Path file) {
        KeyFile.createUnlessThere(file, () -> "");
        try {
            var ledger = new ErasureLedger(file, FileChannel.open(file, READ, WRITE));
            ledger.endWithALine();
            ledger.readOn();
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("The erasure ledger " + file + " cannot be opened", e);
        }
    }

    /** A line without its end was never relied on: a crash cut it short, and the event repeats it. */
    private synchronized void endWithALine() throws IOException {
        try (var _ = channel.lock()) {
            long end = channel.size();
            while (end > 0 && byteAt(end - 1) != '\n') {
                end--;
            }
            if (end < channel.size()) {
                channel.truncate(end);
                channel.force(true);
            }
        }
    }

    private byte byteAt(long place) throws IOException {
        var one = ByteBuffer.allocate(1);
        channel.read(one, place);
        return one.get(0);
    }

    private void readOn() throws IOException {
        long size = channel.size();
        if (size == read) {
            return;
        }
        var bytes = ByteBuffer.allocate(Math.toIntExact(size - read));
        for (long place = read; bytes.hasRemaining(); place = read + bytes.position()) {
            if (channel.read(bytes, place) < 0) {
                break;
            }
        }
        var text = new String(bytes.array(), 0, bytes.position(), UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().filter(line -> !line.isBlank()).forEach(this::take);
        read += text.substring(0, end).getBytes(UTF_8).length;
    }

    private void take(String line) {
        try {
            var erasure = MAPPER.readValue(line, Erasure.class);
            erasures.putIfAbsent(erasure.person(), erasure);
        } catch (JacksonException e) {
            throw new IllegalStateException("The erasure ledger " + file + " holds a line that is no erasure", e);
        }
    }

    /** Whether this person was erased, whatever the databases say. */
    public synchronized boolean holds(PersonId person) {
        if (!erasures.containsKey(person)) {
            try {
                readOn();
            } catch (IOException e) {
                throw new UncheckedIOException("The erasure ledger " + file + " cannot be read", e);
            }
        }
        return erasures.containsKey(person);
    }

    /** Everybody ever erased, in the order in which it was written. */
    public synchronized List<PersonId> persons() {
        return List.copyOf(erasures.keySet());
    }

    /**
     * Writes those that it does not hold yet. When this returns they are on the disk.
     *
     * @throws UncheckedIOException if they are not: then nothing may be destroyed that only this file would remember
     */
    public synchronized void append(Collection<Erasure> some) {
        try (var _ = channel.lock()) {
            readOn();
            var lines = new StringBuilder();
            var fresh = new ArrayList<Erasure>();
            for (var erasure : some) {
                if (!erasures.containsKey(erasure.person())) {
                    fresh.add(erasure);
                    lines.append(MAPPER.writeValueAsString(erasure)).append('\n');
                }
            }
            if (fresh.isEmpty()) {
                return;
            }
            var bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
            for (long place = channel.size(); bytes.hasRemaining(); ) {
                place += channel.write(bytes, place);
            }
            channel.force(true);
            readOn();
        } catch (IOException e) {
            throw new UncheckedIOException("The erasure ledger " + file + " cannot be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The erasure ledger " + file + " cannot be closed", e);
        }
    }
}
