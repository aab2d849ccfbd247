package org.maillage.command.person;

/** The same text is another ciphertext each time: whether two say the same can only be told by who holds the person's key. */
@FunctionalInterface
interface Comparison {

    boolean same(Details some, Details others);
}
