package org.maillage.command;

import org.maillage.kernel.Id;

/** Something that a person or a system wants to happen to one aggregate. */
public interface Command {

    /** The aggregate that decides. */
    Id target();
}
