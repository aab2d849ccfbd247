package org.maillage.query.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TestServers.Database;

/** A {@link TestNode} in a JVM of its own, which can be killed. It ends with its parent. */
final class NodeProcess implements AutoCloseable {

    private final Process process;

    private NodeProcess(Process process) {
        this.process = process;
    }

    static NodeProcess start(String node, Database database, String topic, Centres projection) throws IOException {
        return new NodeProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NodeProcess.class.getName(),
                        node,
                        database.url(),
                        database.user(),
                        database.password(),
                        TestServers.kafka().bootstrap(),
                        topic,
                        projection.name(),
                        Integer.toString(projection.version()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** @param signal {@code STOP} or {@code CONT} */
    void signal(String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        TestNode.start(
                arguments[0],
                arguments[1],
                arguments[2],
                arguments[3],
                arguments[4],
                arguments[5],
                new Centres(arguments[6], Integer.parseInt(arguments[7])));
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
