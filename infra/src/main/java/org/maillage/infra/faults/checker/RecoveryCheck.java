package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Every fault was overcome in time. */
final class RecoveryCheck implements Check {

    private final Path faults;
    private final long mostMillis;

    RecoveryCheck(Path faults, long mostMillis) {
        this.faults = faults;
        this.mostMillis = mostMillis;
    }

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public String look(Findings findings) throws IOException {
        var times = new ArrayList<Long>();
        for (var line : Files.readAllLines(faults, UTF_8)) {
            var fault = Json.read(line);
            var name = "fault " + fault.get("n") + " (" + Json.text(fault, "kind") + " of " + Json.text(fault, "target")
                    + ")";
            var recovered = fault.get("recoveredMs");
            if (recovered == null || !recovered.isNumber()) {
                findings.add(name + " was never overcome");
                continue;
            }
            times.add(recovered.asLong());
            findings.addUnless(
                    recovered.asLong() <= mostMillis,
                    name + " was overcome after " + recovered.asLong() + " ms, not within " + mostMillis);
        }
        times.sort(null);
        return times.size() + " faults overcome"
                + (times.isEmpty()
                        ? ""
                        : ", half of them within " + times.get((times.size() - 1) / 2) + " ms, all within "
                                + times.getLast() + " ms");
    }
}
