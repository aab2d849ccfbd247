package org.maillage.query.pipeline;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.person.PersonId;

/**
 * One exchange with a partner.
 *
 * @param position in the ledger, which orders those of one day
 */
record Exchange(
        ExchangeChannel channel,
        LocalDate on,
        long position,
        @Nullable PersonId contactId) {

    static Exchange later(@Nullable Exchange one, Exchange other) {
        return one == null || other.on.isAfter(one.on) || (other.on.equals(one.on) && other.position > one.position)
                ? other
                : one;
    }

    boolean isMail() {
        return channel == ExchangeChannel.MAIL;
    }

    /** Whether it reached somebody who uses no computer. */
    boolean isPersonal() {
        return switch (channel) {
            case MEETING, PHONE, LETTER -> true;
            case MAIL, LOCAL_EVENT, INTRODUCTION -> false;
        };
    }
}
