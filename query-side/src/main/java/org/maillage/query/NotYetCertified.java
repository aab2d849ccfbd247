package org.maillage.query;

/** No signature covers the instant of the question yet, but one will: 503 with Retry-After, never a certificate of less. */
public final class NotYetCertified extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotYetCertified() {
        super("No checkpoint covers the instant yet", null, false, false);
    }
}
