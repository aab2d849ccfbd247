package org.maillage.infra.faults.driver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An EPN with its people, cards and projects. */
final class Centre extends Thing {

    private static final int MOST_ASKED_FOR = 12;

    /** Who was let in, and may be shown out. */
    final List<String> subjects = new ArrayList<>();

    final List<Person> staff = new ArrayList<>();
    final List<Person> visitors = new ArrayList<>();
    final List<Partner> partners = new ArrayList<>();
    final List<Project> projects = new ArrayList<>();
    final List<Funding> fundings = new ArrayList<>();
    /** Stored, by what they contain. */
    final List<String> files = new ArrayList<>();
    /** Proposals that are open, or may be: partner and project. */
    final Set<String> proposals = new HashSet<>();

    /** Of the one agreement that is exclusive. */
    @Nullable
    String exclusive;

    boolean asksForExclusive;

    Centre(String id) {
        super(id, false);
    }

    /** Whether more may be asked for: what is on its way is not seen yet. */
    boolean isPatient() {
        return users() < MOST_ASKED_FOR;
    }

    /** Enough for a partnership. */
    boolean isFurnished() {
        return staff.size() >= 3 && visitors.size() >= 4 && partners.size() >= 3 && projects.size() >= 2;
    }

    @Override
    int patience() {
        return Integer.MAX_VALUE;
    }

    static final class Person extends Thing {
        final Centre centre;
        final boolean minor;
        /** Nobody plans with them any more; since when. */
        long leavesAt = Long.MAX_VALUE;

        Person(String id, Centre centre, boolean minor) {
            super(id, false);
            this.centre = centre;
            this.minor = minor;
        }

        boolean stays() {
            return leavesAt == Long.MAX_VALUE;
        }

        @Override
        int patience() {
            return 30;
        }
    }

    static final class Funding extends Thing {
        Funding(String id) {
            super(id, false);
        }
    }

    static final class Partner extends Thing {
        final Centre centre;
        final String name;
        final String kind;

        @Nullable
        String siret;

        final List<Person> contacts = new ArrayList<>();
        final List<String> objections = new ArrayList<>();
        /** Partnerships, also those that are only asked for. */
        int involved;

        Partner(String id, Centre centre, String name, String kind, @Nullable String siret) {
            super(id, false);
            this.centre = centre;
            this.name = name;
            this.kind = kind;
            this.siret = siret;
        }

        @Override
        int patience() {
            return 30;
        }
    }

    static final class Need extends Thing {
        final boolean acquirable;
        boolean withdrawn;
        String mode = "";

        Need(String id, boolean acquirable) {
            super(id, false);
            this.acquirable = acquirable;
        }
    }

    static final class Consent extends Thing {
        final Person person;
        boolean granted;

        Consent(String id, Person person) {
            super(id, false);
            this.person = person;
        }
    }

    static final class Project extends Thing {
        final Centre centre;
        final List<Need> needs = new ArrayList<>();
        final List<Consent> consents = new ArrayList<>();
        /** Persons who were asked, or are being asked. */
        final Set<Person> asked = new HashSet<>();

        boolean contexts;
        int involved;

        Project(String id, Centre centre) {
            super(id, false);
            this.centre = centre;
        }

        @Override
        int patience() {
            return 30;
        }
    }
}
