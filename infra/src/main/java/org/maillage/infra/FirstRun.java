package org.maillage.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.demonstration.ClientTokens;
import org.maillage.infra.demonstration.Demonstration;
import org.maillage.infra.issuer.DemoClient;
import org.maillage.infra.issuer.DemoPerson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the demonstration is wanted on a data directory: its first run decides, and an interrupted telling goes on at the
 * next start.
 */
final class FirstRun {

    private static final Logger log = LoggerFactory.getLogger(FirstRun.class);
    private static final String WANTED = "wanted";
    private static final String TOLD = "told";
    private static final String NOT_WANTED = "not wanted";

    private final Path memory;
    private final boolean demo;

    private FirstRun(Path memory, boolean demo) {
        this.memory = memory;
        this.demo = demo;
    }

    static FirstRun of(Settings settings) {
        var memory = settings.dataDir().resolve("demonstration");
        if (!Files.exists(memory)) {
            write(memory, settings.demo() ? WANTED : NOT_WANTED);
        }
        return new FirstRun(memory, settings.demo());
    }

    /** Tells the demonstration if it is wanted still. Maillage is as usable without it, so a failure only warns. */
    void tell(URI root, @Nullable DemoClient client, List<DemoPerson> people) {
        if (!demo || !read(memory).equals(WANTED)) {
            return;
        }
        if (client == null) {
            log.warn("The demonstration waits for MAILLAGE_TOKEN_URL, MAILLAGE_CLIENT_ID and MAILLAGE_CLIENT_SECRET:"
                    + " a client that the issuer says is administrateur");
            return;
        }
        try {
            new Demonstration(root.toString(), new ClientTokens(client), people, log::info).load();
            write(memory, TOLD);
        } catch (RuntimeException failed) {
            log.warn("The demonstration is incomplete; the next start goes on with it", failed);
        }
    }

    private static String read(Path memory) {
        try {
            return Files.readString(memory).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + memory, unreadable);
        }
    }

    private static void write(Path memory, String state) {
        try {
            Files.writeString(memory, state + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Cannot write " + memory, unwritable);
        }
    }
}
