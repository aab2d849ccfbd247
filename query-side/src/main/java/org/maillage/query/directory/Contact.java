package org.maillage.query.directory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.ExchangeChannel;

/**
 * Something by which a partner heard of the centre.
 *
 * @param channel null where nobody said
 */
record Contact(LocalDate on, Kind kind, @Nullable ExchangeChannel channel) {

    enum Kind {
        /** Échange. */
        EXCHANGE,
        /** Invitation à une action en cours. */
        INVITATION,
        /** Vœux. */
        GREETING,
        /** Venue à une action. */
        PRESENCE
    }

    /** The later of both; of one day, the one that was recorded last. */
    static Contact later(@Nullable Contact before, Contact next) {
        return before == null || !next.on().isBefore(before.on()) ? next : before;
    }
}
