package org.maillage.kernel;

import java.util.UUID;

/** Identifies an aggregate or a part of one. Version 7 when we make it, so that keys grow with time. */
public interface Id extends Scalar<UUID> {}
