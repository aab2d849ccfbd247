package org.maillage.command;

/**
 * The answer to a command that was accepted: {@code {"id": …, "version": …}} and what the command adds, as JSON that is ready to
 * be sent, so that the answer to a repeated request is the first one, byte for byte.
 */
public final class Accepted {

    private final byte[] json;

    Accepted(byte[] json) {
        this.json = json.clone();
    }

    byte[] json() {
        return json.clone();
    }
}
