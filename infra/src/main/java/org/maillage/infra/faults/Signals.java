package org.maillage.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** What the JDK does not send. */
enum Signals {
    KILL,
    STOP,
    CONT;

    /** To all at once; those that are gone already do not mind. */
    void to(List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        var pids =
                processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.joining(" "));
        try {
            // The shell has it built in: not every machine has the program.
            new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pids + " 2>/dev/null || true")
                    .start()
                    .waitFor();
        } catch (IOException noShell) {
            throw new UncheckedIOException(noShell);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageFailure("interrupted while signalling", interrupted);
        }
    }

    void to(ProcessHandle process) {
        to(List.of(process));
    }
}
