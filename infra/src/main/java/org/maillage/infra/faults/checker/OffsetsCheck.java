package org.maillage.infra.faults.checker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** In no snapshot of the run was a read model said to be further than its rows were, nor its rows further than it was said to be. */
final class OffsetsCheck implements Check {

    private final Path samples;
    private final Positions positions;
    private long snapshots;

    OffsetsCheck(Path samples, Positions positions) {
        this.samples = samples;
        this.positions = positions;
    }

    @Override
    public String name() {
        return "offsets";
    }

    @Override
    public String look(Findings findings) throws IOException {
        var models = new HashSet<String>();
        Samples.read(samples, "offsets", sample -> {
            snapshots++;
            models.add(sample.get("projection").stringValue());
            judge(sample, findings);
        });
        findings.addUnless(snapshots > 0, "no read model was ever looked at");
        return snapshots + " snapshots of " + models.size() + " read models";
    }

    private void judge(JsonNode sample, Findings findings) {
        var model = sample.get("projection").stringValue();
        var offsets = new HashMap<Integer, Long>();
        sample.get("offsets")
                .properties()
                .forEach(entry -> offsets.put(
                        Integer.parseInt(entry.getKey()), entry.getValue().asLong()));
        long last = offsets.values().stream().mapToLong(Long::longValue).max().orElse(0);
        var passed = passed(offsets, sample.get("low").asLong(), last);
        var parked = Ranges.read(sample.get("parked").stringValue());
        for (Map.Entry<String, BitSet> table : positions.of(model).entrySet()) {
            var told = sample.get("tables").get(table.getKey());
            if (told == null) {
                findings.add("at " + sample.get("at").stringValue() + " " + model + " had no table " + table.getKey());
                continue;
            }
            var there = Ranges.read(told.stringValue());
            var missing = (BitSet) table.getValue().clone();
            missing.and(passed);
            missing.andNot(parked);
            missing.andNot(there);
            if (!missing.isEmpty()) {
                findings.add("at " + sample.get("at").stringValue() + " " + model + " was said to be beyond position "
                        + missing.nextSetBit(0) + ", but " + table.getKey() + " had no row of it"
                        + (missing.cardinality() > 1 ? ", nor of " + (missing.cardinality() - 1) + " more" : ""));
            }
            there.andNot(passed);
            if (!there.isEmpty()) {
                findings.add("at " + sample.get("at").stringValue() + " " + table.getKey() + " of " + model
                        + " had a row of position " + there.nextSetBit(0)
                        + ", but was not said to be so far");
            }
        }
    }

    /** The positions that it was said to have passed, each in its partition. */
    private BitSet passed(Map<Integer, Long> offsets, long low, long last) {
        var passed = new BitSet();
        for (int position = (int) low + 1; position <= Math.min(last, positions.last()); position++) {
            if (offsets.getOrDefault(positions.partition(position), 0L) >= position) {
                passed.set(position);
            }
        }
        return passed;
    }
}
