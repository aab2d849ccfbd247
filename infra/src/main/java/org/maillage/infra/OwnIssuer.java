package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.DATA_DIRECTORY;
import static org.maillage.infra.StartUpFailure.Reason.ISSUER;

import java.io.UncheckedIOException;
import java.net.URI;
import org.maillage.infra.issuer.DemoPerson;
import org.maillage.infra.issuer.Issuer;

/** The issuer as the platform starts it, and what it says to whoever started the platform. */
final class OwnIssuer {

    private OwnIssuer() {}

    static Issuer start(Settings settings, URI root, String address, int port) {
        try {
            return Issuer.start(settings.dataDir(), root, address, port, settings.demo());
        } catch (UncheckedIOException failed) {
            throw new StartUpFailure(
                    DATA_DIRECTORY, failed.getMessage() + " (" + StartUpFailure.innermost(failed) + ")", failed);
        } catch (RuntimeException failed) {
            throw new StartUpFailure(
                    ISSUER,
                    "the issuer did not start: " + StartUpFailure.innermost(failed) + "; the log above says more",
                    failed);
        }
    }

    /** Passwords are shown once, to a person who is looking, and to no log. */
    static void tellPeople(Settings settings, Issuer issuer) {
        if (!issuer.isFirst()) {
            return;
        }
        var file = DemoPerson.file(settings.dataDir());
        System.out.println("maillage: the people of the demonstration sign in as " + file + " says");
        if (System.console() != null && System.console().isTerminal()) {
            issuer.people()
                    .forEach(person -> System.out.printf(
                            "maillage:   %-12s %s   (%s)%n", person.login(), person.password(), person.name()));
        }
    }
}
