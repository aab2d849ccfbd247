/** Where the master key comes from when the sides start: a file, which a KMS may guard. */
@NullMarked
package org.maillage.edge.masterkey;

import org.jspecify.annotations.NullMarked;
