package org.maillage.query.persondata;

import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.core.env.Environment;

/**
 * How long what is known of a person may stay after its last use (durée de conservation): {@code maillage.retention.*}, ISO periods. The
 * centre is the controller and answers for its choice; the defaults and where they come from stand in the register of processing.
 */
final class Retention {

    /** What a person is kept for; each is a setting of its own. */
    enum Limit {
        /** Contacts, prospects, whoever answered a poll: three years after the last exchange. */
        CONTACT_LIMIT("contact", "P3Y", "contact"),
        /** Participants of sessions: three years after the last one, as their bilans are asked for. */
        PARTICIPANT_LIMIT("participant", "P3Y", "participation aux séances"),
        /** Who worked: five years, the limitation of claims. */
        STAFF_LIMIT("staff", "P5Y", "travail au sein du centre"),
        /** Consents and what they cover: five years after they end, as they must be proved. */
        CONSENT_LIMIT("consent", "P5Y", "droit à l’image"),
        /** Who decided or signed: five years, the limitation of contractual claims. */
        SIGNATORY_LIMIT("signatory", "P5Y", "décision ou signature");

        private final String setting;
        private final Period otherwise;
        private final String label;

        Limit(String setting, String otherwise, String label) {
            this.setting = setting;
            this.otherwise = Period.parse(otherwise);
            this.label = label;
        }

        /** French, for people. */
        String label() {
            return label;
        }
    }

    private final Map<Limit, Period> periods;

    Retention(Map<Limit, Period> periods) {
        this.periods = new EnumMap<>(periods);
    }

    static Retention of(Environment environment) {
        var periods = new EnumMap<Limit, Period>(Limit.class);
        for (var limit : Limit.values()) {
            var setting = "maillage.retention." + limit.setting;
            var period = environment.getProperty(setting, Period.class, limit.otherwise);
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException(setting + " must be a period as P3Y");
            }
            periods.put(limit, period);
        }
        return new Retention(periods);
    }

    static Retention defaults() {
        var periods = new EnumMap<Limit, Period>(Limit.class);
        Arrays.stream(Limit.values()).forEach(limit -> periods.put(limit, limit.otherwise));
        return new Retention(periods);
    }

    Period of(Limit limit) {
        return periods.getOrDefault(limit, limit.otherwise);
    }
}
