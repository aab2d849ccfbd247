package org.maillage.query.directory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.maillage.kernel.epn.EpnEvent.EpnPositioned;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnEvent.StaffAppointed;
import org.maillage.query.intake.Recorded;

/**
 * The centre whose directory it is.
 *
 * @param staff the role of each person who works for it
 */
record Centre(String name, String communeCode, List<String> domains, Map<UUID, String> staff) {

    static Centre of(List<Recorded> history) {
        var registered = (EpnRegistered) history.getFirst().event();
        var domains = registered.domains();
        var staff = new LinkedHashMap<UUID, String>();
        for (var recorded : history) {
            if (recorded.event() instanceof EpnPositioned positioned) {
                domains = positioned.domains();
            } else if (recorded.event() instanceof StaffAppointed appointed) {
                staff.put(appointed.personId().value(), appointed.role().value());
            }
        }
        return new Centre(registered.name(), registered.communeCode().value(), domains, staff);
    }
}
