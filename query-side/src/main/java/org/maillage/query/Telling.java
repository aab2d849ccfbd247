package org.maillage.query;

import java.util.List;
import java.util.function.Function;
import org.maillage.kernel.Event;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.intake.AsOf;

/** How one read model says facts in French, and another one that shows them says them too. */
public interface Telling {

    /** The projection that knows how centres, partners and projects are called. */
    String HISTORY = "relationship_history";

    /**
     * A sentence for each fact, in their order.
     *
     * @param persons how a person is called in it: this decrypts nobody
     */
    List<String> tell(List<? extends Event> facts, Function<PersonId, String> persons, AsOf asOf);
}
