package org.maillage.kernel.funding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.maillage.kernel.partner.PartnerId;

/**
 * The check of both ways: an exclusive agreement in force whose missions meet those of the partnership, and a partner who objects
 * to a funder whose agreement is in force. One place for the command side, which refuses, and for the query side, which shows.
 */
public final class Cumulation {

    private Cumulation() {}

    /**
     * The conflicts of a partnership on a day.
     *
     * @param missions those of the partnership
     * @param objections of each of its partners
     */
    public static List<CumulationConflict> conflicts(
            Fundings fundings, Collection<String> missions, Map<PartnerId, Objections> objections, LocalDate day) {
        var conflicts = new ArrayList<CumulationConflict>();
        for (var agreement : fundings.agreements()) {
            if (!agreement.inForceOn(day)) {
                continue;
            }
            if (agreement.exclusive() && Wording.meet(agreement.missions(), missions)) {
                conflicts.add(new CumulationConflict(agreement.id(), agreement.funder(), null));
            }
            objections.forEach((partner, objection) -> {
                if (objection.name(agreement.funder())) {
                    conflicts.add(new CumulationConflict(agreement.id(), agreement.funder(), partner));
                }
            });
        }
        return List.copyOf(conflicts);
    }
}
