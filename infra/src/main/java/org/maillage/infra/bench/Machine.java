package org.maillage.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.AppInfoParser;
import org.axonframework.commandhandling.CommandBus;
import org.springframework.boot.SpringBootVersion;

/** What it ran on. */
final class Machine {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private Machine() {}

    static Map<String, String> describe(Map<String, String> database) {
        var facts = new LinkedHashMap<String, String>();
        var system = ManagementFactory.getOperatingSystemMXBean();
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", processor());
        if (system instanceof com.sun.management.OperatingSystemMXBean known) {
            facts.put("memory", (known.getTotalMemorySize() >> 30) + " GiB");
        }
        facts.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("load before", "%.1f".formatted(system.getSystemLoadAverage()));
        facts.put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("heap, at most", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        facts.put(
                "JVM arguments",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        facts.put("Spring Boot", SpringBootVersion.getVersion());
        facts.put(
                "Axon",
                Objects.requireNonNullElse(CommandBus.class.getPackage().getImplementationVersion(), "unknown"));
        facts.put("Kafka", AppInfoParser.getVersion());
        database.forEach((name, value) -> facts.put("PostgreSQL " + name, value));
        facts.put("where", "PostgreSQL beside, Kafka and both sides in the JVM that measures");
        return facts;
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
