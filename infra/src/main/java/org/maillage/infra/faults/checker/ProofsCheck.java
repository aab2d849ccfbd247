package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.maillage.infra.verifier.Verify;

/** The ledger and the feed prove that they are what was signed. */
final class ProofsCheck implements Check {

    private final Evidence evidence;

    ProofsCheck(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String name() {
        return "proofs";
    }

    @Override
    public String look(Findings findings) throws IOException, SQLException {
        var given = evidence.keys();
        var key = given == null ? keysOfTheLedger() : given;
        try {
            return verify(
                            "the database",
                            List.of(
                                    "--database",
                                    evidence.store().url(),
                                    "--user",
                                    evidence.store().user()),
                            key,
                            findings)
                    + "; topic " + verify("the topic", List.of("--topic", evidence.bootstrap()), key, findings);
        } finally {
            if (given == null) {
                Files.delete(key);
            }
        }
    }

    private String verify(String what, List<String> where, Path key, Findings findings) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var arguments = new ArrayList<>(where);
        arguments.addAll(List.of("--key", key.toString(), "--ledger", evidence.ledger()));
        int code = Verify.run(
                arguments,
                Map.of("MAILLAGE_DB_PASSWORD", evidence.store().password()),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
        var said = out.toString(UTF_8).strip().replaceFirst("^maillage verify: ", "");
        if (code != 0) {
            var lines = err.toString(UTF_8).strip().lines().toList();
            findings.add(what + " is not proven (" + code + "): "
                    + (said.isEmpty() && !lines.isEmpty() ? lines.getLast() : said));
        }
        return said;
    }

    private Path keysOfTheLedger() throws IOException, SQLException {
        var pem = new StringBuilder();
        try (var connection = Databases.snapshot(evidence.store());
                var query = connection.prepareStatement("select distinct public_key from ledger.checkpoint");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                pem.append("-----BEGIN PUBLIC KEY-----\n")
                        .append(Base64.getMimeEncoder()
                                .encodeToString(Base64.getDecoder().decode(rows.getString(1))))
                        .append("\n-----END PUBLIC KEY-----\n");
            }
        }
        return Files.writeString(Files.createTempFile("maillage-keys", ".pem"), pem);
    }
}
