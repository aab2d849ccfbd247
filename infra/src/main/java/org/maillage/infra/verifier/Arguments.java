package org.maillage.infra.verifier;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked for after {@code verify}. */
record Arguments(Map<String, String> options, boolean part, Map<String, String> environment) {

    static final String USAGE = """
        usage: verify --key KEY.pem \
        (--database JDBC-URL | --topic HOST:PORT | --export EXPORT.json | --report REPORT.json)
          --key          the public key whose checkpoints you trust; the file may hold several
          --database     checks ledger.event, as --user (else MAILLAGE_DB_USER, else maillage) with the password in
                         MAILLAGE_DB_PASSWORD
          --topic        checks the topic partition-events of this Kafka, reached as the properties file --command-config
                         (else MAILLAGE_KAFKA_PROPERTIES) says, if TLS or SASL must be
          --export       checks the exported history of a partnership, in one part or several in one file
          --report       checks an answer that was asked for with certified=true
          --part         the export is only one part of a history
          --checkpoints  a file that you kept, or another jdbc:… or HOST:PORT; without it those beside the events
          --ledger       the name of the ledger, if it is not main
        """;

    private static final Set<String> OPTIONS = Set.of(
            "--key",
            "--database",
            "--topic",
            "--export",
            "--report",
            "--user",
            "--command-config",
            "--checkpoints",
            "--ledger");

    static Arguments parse(List<String> arguments, Map<String, String> environment) {
        var options = new HashMap<String, String>();
        boolean part = false;
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var name = rest.next();
            if (name.equals("--part")) {
                part = true;
                continue;
            }
            if (!OPTIONS.contains(name)) {
                throw wrong("there is no option " + name);
            }
            if (!rest.hasNext()) {
                throw wrong(name + " needs a value");
            }
            if (options.put(name, rest.next()) != null) {
                throw wrong(name + " stands twice");
            }
        }
        var parsed = new Arguments(options, part, environment);
        if (Stream.of(parsed.database(), parsed.topic(), parsed.export(), parsed.report())
                        .filter(source -> source != null)
                        .count()
                != 1) {
            throw wrong("one of --database, --topic, --export and --report must say what to verify");
        }
        parsed.key();
        if (part && parsed.export() == null) {
            throw wrong("--part is for an --export");
        }
        return parsed;
    }

    private static CannotVerify wrong(String what) {
        return new CannotVerify(Ending.ARGUMENTS, what + "; verify --help says more");
    }

    @Nullable
    String database() {
        return options.get("--database");
    }

    @Nullable
    String topic() {
        return options.get("--topic");
    }

    @Nullable
    String export() {
        return options.get("--export");
    }

    @Nullable
    String report() {
        return options.get("--report");
    }

    @Nullable
    String checkpoints() {
        return options.get("--checkpoints");
    }

    String ledger() {
        return options.getOrDefault("--ledger", "main");
    }

    Path key() {
        var key = options.get("--key");
        if (key == null) {
            throw wrong("--key must name the file of the public key that you trust");
        }
        return Path.of(key);
    }

    Broker broker(String bootstrap) {
        var config =
                options.getOrDefault("--command-config", environment.getOrDefault("MAILLAGE_KAFKA_PROPERTIES", ""));
        return new Broker(bootstrap, config.isBlank() ? null : Path.of(config));
    }

    Database database(String url) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw wrong(url + " is not the address of a PostgreSQL, as jdbc:postgresql://host:5432/maillage");
        }
        var user = options.getOrDefault("--user", environment.getOrDefault("MAILLAGE_DB_USER", "maillage"));
        return new Database(url, user, environment.getOrDefault("MAILLAGE_DB_PASSWORD", ""));
    }
}
