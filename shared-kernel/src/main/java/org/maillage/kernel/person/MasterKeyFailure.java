package org.maillage.kernel.person;

import org.jspecify.annotations.Nullable;

/** Why there is no master key: one sentence for the operator, which tells no secret. */
public final class MasterKeyFailure extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public MasterKeyFailure(String sentence) {
        this(sentence, null);
    }

    /** The cause may reach a log: it must tell no secret either. */
    public MasterKeyFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
