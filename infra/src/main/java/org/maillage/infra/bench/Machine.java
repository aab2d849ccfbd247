package org.maillage.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.AppInfoParser;
import org.axonframework.commandhandling.CommandBus;
import org.postgresql.util.DriverInfo;
import org.springframework.boot.SpringBootVersion;

/**
 * What it ran on.
 *
 * @param settings those that decide what the numbers mean
 */
record Machine(Map<String, String> machine, Map<String, String> versions, Map<String, String> settings) {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final String VERSION = "server_version";

    /** @param database what it says of itself */
    static Machine describe(Map<String, String> database) {
        var machine = new LinkedHashMap<String, String>();
        var system = ManagementFactory.getOperatingSystemMXBean();
        machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("processor", processor());
        if (system instanceof com.sun.management.OperatingSystemMXBean known) {
            machine.put("memory", (known.getTotalMemorySize() >> 30) + " GiB");
        }
        machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("load before", String.format(Locale.ROOT, "%.1f", system.getSystemLoadAverage()));

        var versions = new LinkedHashMap<String, String>();
        versions.put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put("PostgreSQL", Objects.requireNonNullElse(database.get(VERSION), "unknown"));
        versions.put("PostgreSQL driver", DriverInfo.DRIVER_VERSION);
        versions.put("Kafka", AppInfoParser.getVersion());
        versions.put("Spring Boot", SpringBootVersion.getVersion());
        versions.put(
                "Axon",
                Objects.requireNonNullElse(CommandBus.class.getPackage().getImplementationVersion(), "unknown"));

        var settings = new LinkedHashMap<String, String>();
        settings.put("heap, at most", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        settings.put(
                "collectors",
                String.join(
                        ", ",
                        ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(collector -> collector.getName())
                                .toList()));
        settings.put(
                "JVM arguments",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        database.forEach((name, value) -> {
            if (!name.equals(VERSION)) {
                settings.put("PostgreSQL " + name, value);
            }
        });
        settings.put(
                "where",
                "PostgreSQL beside, Kafka and both sides in the JVM that measures, unless a row says otherwise");
        return new Machine(machine, versions, settings);
    }

    private static String processor() {
        if (!Files.isReadable(PROCESSOR)) {
            return System.getProperty("os.arch", "unknown");
        }
        try (var lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
