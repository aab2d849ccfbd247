package org.maillage.infra.faults.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the driver knows, one JSON object a line. Whoever writes a line goes on only when it is on the disk; those who wait at the
 * same time are served by one fsync.
 */
final class Journal implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final FileChannel file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition durable = lock.newCondition();
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long written;
    private long synced;
    private boolean syncing;
    private @Nullable IOException broken;

    Journal(Path path) {
        try {
            file = FileChannel.open(path, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the line can no longer be lost. */
    void write(ObjectNode line) {
        var bytes = (MAPPER.writeValueAsString(line) + "\n").getBytes(UTF_8);
        lock.lock();
        try {
            pending.writeBytes(bytes);
            var mine = ++written;
            while (synced < mine) {
                requireWhole();
                if (syncing) {
                    durable.awaitUninterruptibly();
                } else {
                    sync();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One for all who wait; the others go on writing meanwhile. */
    private void sync() {
        var batch = pending;
        var last = written;
        pending = new ByteArrayOutputStream();
        syncing = true;
        lock.unlock();
        IOException failure = null;
        try {
            for (var bytes = ByteBuffer.wrap(batch.toByteArray()); bytes.hasRemaining(); ) {
                file.write(bytes);
            }
            file.force(false);
        } catch (IOException e) {
            failure = e;
        }
        lock.lock();
        syncing = false;
        if (failure == null) {
            synced = last;
        } else {
            broken = failure;
        }
        durable.signalAll();
    }

    private void requireWhole() {
        if (broken != null) {
            throw new UncheckedIOException("The journal cannot be written", broken);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
