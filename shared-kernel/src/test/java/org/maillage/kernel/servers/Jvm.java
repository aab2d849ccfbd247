package org.maillage.kernel.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to run a main of ours in a JVM of its own, from classes or from the packaged jar. */
public final class Jvm {

    /** Finds what lies in the jar's jars; the packaged jar brings it, and nothing else does. */
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private Jvm() {}

    /** On the class path of this JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return command(System.getProperty("java.class.path"), options, main, arguments);
    }

    /** On another class path. */
    public static List<String> command(String classPath, List<String> options, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (isPackaged()) {
            command.add("-Dloader.main=" + main.getName());
        }
        command.addAll(List.of("-cp", classPath, isPackaged() ? LAUNCHER : main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isPackaged() {
        return ClassLoader.getSystemResource(LAUNCHER.replace('.', '/') + ".class") != null;
    }
}
