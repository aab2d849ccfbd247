package org.maillage.infra.demonstration;

/** Where a client of the front door gets what says who it is (RFC 6750). */
public interface Tokens {

    /** One that should hold. */
    String token();

    /** It did not hold: another is wanted, if there is one. */
    default void isRefused(String token) {}
}
