package org.maillage.kernel.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class Processes {

    private Processes() {}

    /** Unlike {@link ProcessHandle#isAlive}, not so for the dead whom the first process of a container never reaps. */
    static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        if (!PostgresBinaries.isLinux()) {
            return true;
        }
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // The name before the state is in parentheses and may hold any character.
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }
}
