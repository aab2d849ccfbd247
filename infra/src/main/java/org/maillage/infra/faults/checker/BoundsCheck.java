package org.maillage.infra.faults.checker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Memory, write-ahead log and queues stayed within bounds, at every sample. */
final class BoundsCheck implements Check {

    private static final long MEGABYTE = 1 << 20;

    private final Path samples;
    private final Evidence.Limits limits;

    BoundsCheck(Path samples, Evidence.Limits limits) {
        this.samples = samples;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "bounds";
    }

    @Override
    public String look(Findings findings) throws IOException {
        var most = new TreeMap<String, Long>();
        Samples.read(
                samples,
                "process",
                sample -> most.merge(
                        sample.get("name").stringValue(),
                        sample.get("residentKb").asLong() / 1024,
                        Math::max));
        var wal = new long[1];
        Samples.read(
                samples,
                "wal",
                sample -> wal[0] = Math.max(wal[0], sample.get("bytes").asLong() / MEGABYTE));
        var metrics = new TreeMap<String, Double>();
        Samples.read(
                samples,
                "metrics",
                sample -> sample.get("values").properties().forEach(value -> {
                    var name = value.getKey().replaceAll("\\{.*", "");
                    if (limits.metrics().containsKey(name)) {
                        metrics.merge(name, value.getValue().asDouble(), Math::max);
                    }
                }));
        findings.addUnless(!most.isEmpty(), "the memory of no process was ever looked at");
        most.forEach((process, megabytes) -> limits.residentMegabytes().forEach((beginning, limit) -> {
            if (process.startsWith(beginning) && megabytes > limit) {
                findings.add(process + " took " + megabytes + " MB of memory, more than " + limit);
            }
        }));
        findings.addUnless(
                wal[0] <= limits.walMegabytes(),
                "there were " + wal[0] + " MB of write-ahead log, more than " + limits.walMegabytes());
        limits.metrics().forEach((metric, limit) -> {
            var highest = metrics.get(metric);
            if (highest == null) {
                findings.add("the metric " + metric + " was never seen");
            } else {
                findings.addUnless(highest <= limit, metric + " rose to " + highest + ", above " + limit);
            }
        });
        return "memory " + told(most) + " MB; write-ahead log " + wal[0] + " MB"
                + (metrics.isEmpty() ? "; no metric seen" : "; " + told(metrics));
    }

    private static String told(Map<String, ?> most) {
        return most.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
