/**
 * Says whether a run under faults lost, doubled or reordered anything. Written from the pages of the documentation and from the golden
 * events alone: it shares no code with what it judges, so that a mistake there is not repeated here.
 */
@NullMarked
package org.maillage.infra.faults.checker;

import org.jspecify.annotations.NullMarked;
