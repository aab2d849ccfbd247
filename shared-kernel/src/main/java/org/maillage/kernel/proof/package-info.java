/** What proves the ledger: its leaves, their Merkle tree, signed checkpoints. Hashes and signatures of the JDK alone. */
@NullMarked
package org.maillage.kernel.proof;

import org.jspecify.annotations.NullMarked;
