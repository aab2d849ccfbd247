package org.maillage.command.notary;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.maillage.command.publishing.LedgerDatabase;
import org.maillage.kernel.proof.SigningKey;

/** Opens this room to the tests of others. */
public final class Notaries {

    private Notaries() {}

    /** Signs every so many events, and what remains at once. */
    public static Notary eager(LedgerDatabase ledger, SigningKey key, int events) {
        return of(ledger, ledger.dataSource(), key, events, Duration.ofNanos(1_000));
    }

    static Notary of(LedgerDatabase ledger, DataSource database, SigningKey key, int events, Duration interval) {
        var rhythm = new Notary.Rhythm(events, interval);
        return new Notary(ledger.name(), database, ledger::readHashed, key, rhythm, Clock.systemUTC());
    }

    /** Signs all that is there. */
    public static void sign(Notary notary) {
        while (notary.signNext()) {}
    }
}
