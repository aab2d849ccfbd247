package org.maillage.infra.faults.driver;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that people do.
 *
 * @param path of the endpoint
 * @param weight how often, beside the others
 * @param propose one that is legal now; null when there is none at hand
 */
record Kind(String path, int weight, Supplier<@Nullable Ask> propose) {}
