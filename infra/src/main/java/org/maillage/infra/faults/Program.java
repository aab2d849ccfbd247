package org.maillage.infra.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.Node;
import org.maillage.kernel.servers.Jvm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node runs. Once one of them is up, the others start from an archive of its classes, in a third of the time: a run starts
 * many. The JVM archives only what comes from jars, so that directories of classes are packed first.
 */
final class Program {

    private static final Logger log = LoggerFactory.getLogger(Program.class);
    private static final long PATIENCE_SECONDS = 90;

    private final String classPath;
    private final List<String> options;
    private final Path archive;

    /** @param overlay classes and resources that stand in for ours of the same names; null for none */
    Program(Path directory, @Nullable Path overlay, String classPath, List<String> options) {
        this.archive = directory.resolve("nodes.jsa");
        this.options = List.copyOf(options);
        var separator = System.getProperty("path.separator");
        var entries = new ArrayList<String>();
        try {
            Files.createDirectories(directory);
            // Of an earlier run at the same place, and of other jars.
            Files.deleteIfExists(archive);
            var instead = overlay == null ? Set.<String>of() : names(overlay);
            if (overlay != null) {
                var jar = directory.resolve("overlay.jar");
                pack(overlay, Set.of(), jar);
                entries.add(jar.toString());
            }
            for (var entry : classPath.split(separator)) {
                var path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    var jar = directory.resolve(entries.size() + ".jar");
                    pack(path, instead, jar);
                    entries.add(jar.toString());
                } else if (Files.exists(path)) {
                    entries.add(path.toAbsolutePath().toString());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.classPath = String.join(separator, entries);
    }

    /** First on the class path is not enough: who looks for all resources of a name would find both. */
    private static Set<String> names(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> name(directory, file))
                    .collect(Collectors.toSet());
        }
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private static void pack(Path directory, Set<String> without, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(file);
                var files = Files.walk(directory)) {
            // Directories too: resources are looked for in them. Not compressed: it is read more often than written.
            for (var path : files.sorted().collect(Collectors.toList())) {
                var name = name(directory, path);
                if (name.isEmpty() || without.contains(name)) {
                    continue;
                }
                boolean folder = Files.isDirectory(path);
                var bytes = folder ? new byte[0] : Files.readAllBytes(path);
                var entry = new ZipEntry(folder ? name + "/" : name);
                var checksum = new CRC32();
                checksum.update(bytes);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
    }

    /** To start a node with, now. */
    List<String> command(String part) {
        var all = new ArrayList<>(options);
        all.add("-XX:ErrorFile=" + archive.resolveSibling("jvm-crash-%p.log"));
        all.add("-Xlog:cds=off");
        all.add(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:+RecordDynamicDumpInfo");
        return Jvm.command(classPath, all, Node.class, part);
    }

    /** Of the classes of a node that runs. Without it nodes only start more slowly. */
    void archive(NodeProcess node) {
        for (var process : node.process()) {
            var unfinished = archive.resolveSibling("unfinished.jsa");
            try {
                var dump = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                Long.toString(process.pid()),
                                "VM.cds",
                                "dynamic_dump",
                                unfinished.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!dump.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    dump.destroyForcibly();
                } else if (Files.exists(unfinished)) {
                    Files.move(unfinished, archive);
                    return;
                }
                log.info("Nodes start without an archive of their classes");
            } catch (IOException without) {
                log.info("Nodes start without an archive of their classes: {}", without.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StageFailure("interrupted while classes are archived", interrupted);
            }
        }
    }
}
