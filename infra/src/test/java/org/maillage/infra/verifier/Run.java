package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an operator sees of a verification. */
record Run(int exitCode, String out, String err) {

    static Run of(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Verify.run(
                List.of(arguments),
                environment,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Duration.ofMillis(300));
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
