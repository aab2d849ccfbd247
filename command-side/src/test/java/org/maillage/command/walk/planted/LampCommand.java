package org.maillage.command.walk.planted;

import org.maillage.command.Command;

sealed interface LampCommand extends Command {

    LampId id();

    @Override
    default LampId target() {
        return id();
    }

    record LightLamp(LampId id) implements LampCommand {}

    record DimLamp(LampId id, int level) implements LampCommand {}

    record BreakLamp(LampId id) implements LampCommand {}
}
