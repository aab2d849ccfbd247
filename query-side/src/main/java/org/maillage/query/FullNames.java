package org.maillage.query;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.maillage.query.intake.AsOf;

/** What persons are called, for whoever shows one: read with its key at the moment of the question, and kept by nobody. */
public interface FullNames {

    /** The projection that answers: who shows names waits for it too. */
    String CARDS = "cards";

    /** Those that were known then; « personne effacée » for the erased ones. */
    Map<UUID, String> of(Collection<UUID> persons, AsOf asOf);
}
