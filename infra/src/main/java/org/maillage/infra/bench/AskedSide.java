package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.maillage.command.ledger.Commands;
import org.maillage.command.ledger.Envelope;
import org.maillage.command.publishing.Publisher;
import org.maillage.infra.Side;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.servers.TokenIssuer;

/**
 * A command side with all of its settings as they are, and 64 people of one centre who ask it over HTTP, each with a token: they
 * register partners ({@link #REGISTER}) or log exchanges with known ones ({@link #LOG}).
 */
final class AskedSide implements AutoCloseable {

    static final String REGISTER = "register";
    static final String LOG = "log";

    private static final int PEOPLE = 64;

    private final TokenIssuer issuer = TokenIssuer.start();
    private final Side side;
    private final PartnerId[] partners;
    private final Senders senders;

    AskedSide(Ground ground, Scale scale) {
        side = ground.start(Side.Kind.COMMAND, Map.of("maillage.issuer", issuer.issuer()));
        var commands = side.context().getBean(Commands.class);
        var epn = CommandRate.centre(commands);
        var tokens = new ArrayList<String>();
        for (int i = 0; i < PEOPLE; i++) {
            var person = new Subject("animatrice-" + i);
            commands.send(
                    Wish.of("Epn", "GrantAccess", epn, person, List.of(AccessRole.ANIMATEUR), null, null),
                    Envelope.EMPTY);
            tokens.add(issuer.token(person.value(), "animateur"));
        }
        partners = new PartnerId[scale.aggregates];
        Callers.virtual(CommandRate.CALLERS)
                .times(partners.length, i -> partners[i] = CommandRate.register(commands, epn));
        ground.awaitPublished(side);
        // As in the rows without HTTP: nothing is relayed meanwhile.
        side.context().getBean(Publisher.class).stop();
        var port = side.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        senders = new Senders(
                port,
                Map.of(
                        REGISTER,
                        tokens.stream().map(token -> registration(epn, token)).toList(),
                        LOG,
                        exchanges(tokens)));
    }

    private List<byte[]> exchanges(List<String> tokens) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < partners.length; i++) {
            all.add(request("/api/v1/partners/" + partners[i] + "/exchanges", tokens.get(i % tokens.size()), """
                {"channel": "PHONE", "on": "2026-03-02", "note": "Rendez-vous pris pour la visite des locaux"}\
                """));
        }
        return all;
    }

    private static byte[] registration(EpnId epn, String token) {
        return request("/api/v1/partners", token, """
            {"epnId": "%s", "name": "Médiathèque", "kind": "CULTURAL_VENUE", "communeCode": "49007", \
            "audiences": ["Seniors"], "domains": ["Culture numérique"]}\
            """.formatted(epn));
    }

    private static byte[] request(String path, String token, String body) {
        return """
            POST %s HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            %s\
            """.formatted(path, token, body.getBytes(UTF_8).length, body).getBytes(UTF_8);
    }

    /** The first partner is the one whose events plain rows are as long as. */
    PartnerId[] partners() {
        return partners;
    }

    Senders senders() {
        return senders;
    }

    @Override
    public void close() throws Exception {
        senders.close();
        issuer.close();
    }
}
