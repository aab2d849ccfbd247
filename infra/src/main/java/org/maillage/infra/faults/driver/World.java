package org.maillage.infra.faults.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Partner;
import org.maillage.infra.faults.driver.Centre.Person;

/** All that is known of what the platform acknowledged, and is still worked on. */
final class World {

    static final int CENTRES = 5;
    private static final int MOST_PARTNERSHIPS = 90;
    private static final int MOST_HOT = 3;
    /** So many commands later, nobody comes back to what is over. */
    private static final int AFTERLIFE = 300;

    final Draw draw;
    final List<Centre> centres = new ArrayList<>();
    private final List<Partnership> partnerships = new ArrayList<>();
    /** Everybody works on this one for a moment. */
    private @Nullable Partnership focus;

    long commands;
    int centresAskedFor;
    /** Partnerships that are asked for. */
    int proposals;

    World(Draw draw) {
        this.draw = draw;
    }

    @Nullable
    Centre centre(Predicate<? super Centre> such) {
        return draw.oneOf(centres, such);
    }

    boolean isFounded() {
        return centres.size() == CENTRES && centres.stream().allMatch(Centre::isFurnished);
    }

    @Nullable
    Centre furnished() {
        return centre(Centre::isFurnished);
    }

    @Nullable
    Partnership partnership(Predicate<? super Partnership> such) {
        if (focus != null) {
            return focus.isOpen() && such.test(focus) ? focus : null;
        }
        return draw.oneOf(partnerships, partnership -> partnership.isOpen() && such.test(partnership));
    }

    void focusOn(@Nullable Partnership partnership) {
        focus = partnership;
    }

    boolean hasRoomForPartnerships() {
        return partnerships.size() + proposals < MOST_PARTNERSHIPS;
    }

    boolean wantsHot() {
        return partnerships.stream().filter(partnership -> partnership.hot).count() < MOST_HOT;
    }

    void add(Partnership partnership) {
        partnerships.add(partnership);
        partnership.partners.forEach(partner -> {
            partner.involved++;
            partnership.centre.proposals.add(Partnership.proposal(partner, partnership.project));
        });
        partnership.project.involved++;
    }

    int partnerships() {
        return partnerships.size();
    }

    /** What is over or lost takes no more room. */
    void forget() {
        partnerships.removeIf(partnership -> {
            var gone = partnership.isLost()
                    || partnership.age > 4 * partnership.ripeness + 100
                    || (partnership.isOver() && commands - partnership.overAt > AFTERLIFE);
            if (gone) {
                // Of a lost one nobody knows whether its proposals are still open: they stay taken.
                partnership.partners.forEach(partner -> partner.involved--);
                partnership.project.involved--;
            }
            return gone;
        });
        centres.forEach(centre -> {
            centre.staff.removeIf(Thing::isLost);
            centre.visitors.removeIf(Thing::isLost);
            centre.partners.removeIf(Thing::isLost);
            centre.projects.removeIf(Thing::isLost);
            centre.fundings.removeIf(Thing::isLost);
        });
    }

    /** Its proposals may be made again. */
    void release(Partnership partnership) {
        if (partnership.holdsProposals) {
            partnership.holdsProposals = false;
            partnership.partners.forEach(
                    partner -> partnership.centre.proposals.remove(Partnership.proposal(partner, partnership.project)));
        }
    }

    void ends(Partnership partnership) {
        partnership.overAt = commands;
        release(partnership);
    }

    @Nullable
    Partner partner(Predicate<? super Partner> such) {
        var centre = centre(some -> !some.partners.isEmpty());
        return centre == null ? null : draw.oneOf(centre.partners, partner -> partner.isOpen() && such.test(partner));
    }

    /** With the address of a document, or a file that was stored before. */
    Ask attached(Ask ask, Centre centre) {
        return centre.files.isEmpty() || draw.chance(50)
                ? ask.with("url", "https://exemple.invalid/document-" + draw.number())
                : ask.with("file", Map.of("sha256", draw.oneOf(centre.files), "name", draw.text("fichier")));
    }

    /** Of the team; those who leave are left alone. */
    Person staff(Centre centre) {
        return draw.oneOf(centre.staff);
    }

    List<Person> visitors(Centre centre, int most) {
        return draw.some(centre.visitors.stream().filter(Person::stays).toList(), most);
    }
}
