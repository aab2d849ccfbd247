package org.maillage.command;

import java.util.List;
import java.util.function.Consumer;
import org.maillage.command.ledger.Claims;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;

/**
 * Cards out of a file: the centre's fact and every card are one write, or none is. The centre decides, and knows no more of cards
 * than that there are some; so this command belongs to neither room.
 *
 * @param requirement what must hold of all cards before any is made; it throws what is wrong with them
 * @param cards one command for each
 */
public record ImportPartners(EpnId id, Consumer<Claims> requirement, List<Command> cards, Report report)
        implements Command {

    public ImportPartners {
        cards = List.copyOf(cards);
    }

    @Override
    public EpnId target() {
        return id;
    }

    /** What the answer adds. */
    public record Report(List<Line> rows) {

        public Report {
            rows = List.copyOf(rows);
        }
    }

    /** @param line where in the file, from 1 */
    public record Line(long line, PartnerId partnerId, String name) {}
}
