package org.maillage.infra;

import static java.util.Map.entry;
import static org.maillage.infra.StartUpFailure.Reason.SIDE;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.maillage.command.CommandSide;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.kernel.person.MasterKeyFailure;
import org.maillage.query.QuerySide;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/** A running command or query side: a Spring context with an HTTP port. */
public final class Side implements AutoCloseable {

    /** Which one, and what of the class path is not its own. */
    public enum Kind {
        COMMAND,
        QUERY;

        private Class<?> application() {
            return switch (this) {
                case COMMAND -> CommandSide.class;
                case QUERY -> QuerySide.class;
            };
        }

        private List<Class<?>> hidden() {
            return switch (this) {
                case COMMAND -> List.of(QuerySide.class);
                case QUERY -> List.of(CommandSide.class, AxonAutoConfiguration.class);
            };
        }

        String label() {
            return switch (this) {
                case COMMAND -> "command side";
                case QUERY -> "query side";
            };
        }
    }

    /** On which port what is measured is read, as Spring takes it. */
    static final String METRICS_PORT = "maillage.metrics-port";

    private static final String NO_METRICS = "-1";

    private final ConfigurableApplicationContext context;

    private Side(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** What the platform tells a side. */
    public static Map<String, String> settings(
            Path dataDir,
            MasterKeySource masterKey,
            PlatformDatabase database,
            PlatformKafka kafka,
            Identity identity,
            String address,
            int port) {
        var settings = new HashMap<>(identity.settings());
        settings.putAll(masterKey.properties());
        settings.put(METRICS_PORT, NO_METRICS);
        settings.putAll(Map.ofEntries(
                entry("server.port", Integer.toString(port)),
                entry("server.address", address),
                entry("spring.datasource.url", database.url()),
                entry("spring.datasource.username", database.login().user()),
                entry("spring.datasource.password", database.login().password()),
                entry("spring.flyway.user", database.owner().user()),
                entry("spring.flyway.password", database.owner().password()),
                entry("spring.kafka.bootstrap-servers", kafka.bootstrap()),
                entry("maillage.kafka-properties-file", kafka.propertiesFile()),
                entry("maillage.data-dir", dataDir.toString()),
                // A name kept over restarts: a node that was killed takes its partitions back at once.
                entry("maillage.node", "local"),
                entry("maillage.ledger-key-file", ledgerKey(dataDir).toString())));
        return settings;
    }

    /** The key that opens the keys of persons, in a file away from the database. */
    public static Path masterKey(Path dataDir) {
        return dataDir.resolve("master.key");
    }

    /** The key that signs the ledger's checkpoints, in a file away from the database; its public half lies beside it. */
    public static Path ledgerKey(Path dataDir) {
        return dataDir.resolve("ledger-key.pem");
    }

    /** The settings are Spring properties, and win over the side's own. */
    public static Side start(Kind kind, Map<String, String> settings) {
        // Axon advertises a paid product on every start.
        System.setProperty("disable-axoniq-console-message", "true");
        var classLoader = new SideClassLoader(Side.class.getClassLoader(), kind.hidden());
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        try {
            var context = new SpringApplicationBuilder(kind.application())
                    .resourceLoader(new DefaultResourceLoader(classLoader))
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(defaults(kind))
                    .run(arguments(settings));
            return new Side(context);
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof MasterKeyFailure noKey) {
                    throw StartUpFailure.of(noKey);
                }
            }
            throw new StartUpFailure(
                    SIDE,
                    "the " + kind.label() + " did not start: " + StartUpFailure.innermost(failed)
                            + "; the log above says more",
                    failed);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What a side may set otherwise in its own configuration. */
    private static Map<String, Object> defaults(Kind kind) {
        var name = kind.label().replace(' ', '-');
        var defaults = new HashMap<String, Object>();
        defaults.put("spring.application.name", name);
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        // Both sides migrate the same database, each by its own list.
        defaults.put("spring.flyway.table", name.replace('-', '_') + "_migration");
        defaults.put("spring.flyway.baseline-on-migrate", "true");
        defaults.put("spring.flyway.baseline-version", "0");
        // The front door reuses connections, and gives them up before the side does.
        defaults.put("server.tomcat.keep-alive-timeout", "75s");
        defaults.put("server.tomcat.max-keep-alive-requests", "-1");
        // Bounded, whoever asks: silence within a request, its header (more than the front door lets through, which
        // adds
        // to it), what is read and thrown away of a refused body, and how many are connected or wait for it.
        defaults.put("server.tomcat.connection-timeout", "20s");
        defaults.put("server.max-http-request-header-size", "16KB");
        defaults.put("server.tomcat.max-swallow-size", "2MB");
        defaults.put("server.tomcat.max-connections", "2048");
        defaults.put("server.tomcat.accept-count", "128");
        return defaults;
    }

    private static String[] arguments(Map<String, String> settings) {
        var arguments = new ArrayList<String>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public ApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
