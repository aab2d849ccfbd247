/** Small files, kept under what they contain: a room that serves every feature and knows none. */
@NullMarked
package org.maillage.command.documents;

import org.jspecify.annotations.NullMarked;
