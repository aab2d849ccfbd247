package org.maillage.kernel.person;

/** What cannot be decrypted: another key, another place, or bytes that were changed. The message names no content. */
public final class Undecipherable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Undecipherable(String what, Throwable cause) {
        super(what + " cannot be decrypted", cause);
    }
}
