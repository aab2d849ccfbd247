package org.maillage.command.walk.planted;

import java.util.UUID;
import org.maillage.kernel.Id;

public record LampId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}
