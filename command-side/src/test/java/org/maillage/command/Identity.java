package org.maillage.command;

import org.maillage.kernel.servers.TokenIssuer;

/** Who asks in tests: somebody who administers every centre that they register, unless said otherwise. */
public final class Identity {

    public static final TokenIssuer ISSUER = TokenIssuer.start();

    private static final String ADMINISTRATOR = bearer("the-town", "administrateur");

    private Identity() {}

    /** The setting by which a side believes these tokens. */
    public static String setting() {
        return "--maillage.issuer=" + ISSUER.issuer();
    }

    /** Of the administrator. */
    public static String bearer() {
        return ADMINISTRATOR;
    }

    public static String bearer(String subject, String... roles) {
        return "Bearer " + ISSUER.token(subject, roles);
    }
}
