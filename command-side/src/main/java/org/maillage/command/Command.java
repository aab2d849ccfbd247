package org.maillage.command;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;
import org.maillage.kernel.person.PersonId;

/** Something that a person or a system wants to happen to one aggregate. */
public interface Command {

    /** The aggregate that decides. */
    Id target();

    /**
     * The aggregate in whose centre this happens: the target, or for something new what it comes under. Null when a centre itself
     * is new.
     */
    default @Nullable Id within() {
        return target();
    }

    /** What is said when nothing is there, or nothing that the caller may know of: both in the same words. */
    default Refusal unknown() {
        var within = within();
        return within == null || within.equals(target()) ? new UnknownTarget() : UnknownReference.of(within);
    }

    /** The person who is said to do this; null when nobody is named. People may name themselves alone. */
    default @Nullable PersonId inTheNameOf() {
        return null;
    }

    /** The party for which this is said to be done, a centre or a partner; null when none is named. */
    default @Nullable Id asParty() {
        return null;
    }
}
