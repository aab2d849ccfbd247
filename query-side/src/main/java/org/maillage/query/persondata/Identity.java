package org.maillage.query.persondata;

import org.jspecify.annotations.Nullable;

/**
 * Who a person is, decrypted for one answer.
 *
 * @param photo where the portrait is; null without one
 */
record Identity(
        String fullName,
        @Nullable String email,
        @Nullable String phone,
        boolean minor,
        @Nullable String photo) {

    /** Personal data stays out of logs, wherever an answer is printed. */
    @Override
    public String toString() {
        return "Identity[…]";
    }
}
