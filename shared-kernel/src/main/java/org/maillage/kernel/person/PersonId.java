package org.maillage.kernel.person;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a person (personne). */
public record PersonId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}
