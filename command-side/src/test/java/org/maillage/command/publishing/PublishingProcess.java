package org.maillage.command.publishing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.Vaults;
import org.maillage.kernel.person.MasterKey;

/**
 * A publisher in a process of its own, to be killed: database address, user, password, ledger, Kafka, master key. It ends by
 * itself with whoever started it.
 */
final class PublishingProcess {

    private PublishingProcess() {}

    public static void main(String... arguments) throws IOException {
        var ledger = LedgerDatabase.at(arguments[3], arguments[0], arguments[1], arguments[2]);
        var keys = Vaults.open(ledger.dataSource(), MasterKey.read(Path.of(arguments[5])));
        var kafka = new Kafka(Map.of("bootstrap.servers", arguments[4]), ledger.name(), Duration.ofSeconds(10));
        new Publisher(
                        ledger.name(),
                        ledger.dataSource(),
                        ledger::read,
                        keys,
                        new Checkpoints(ledger.name(), ledger.dataSource()),
                        kafka)
                .start();
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }
}
