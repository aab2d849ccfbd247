package org.maillage.infra.demonstration;

import java.util.List;
import java.util.function.Consumer;
import org.maillage.infra.issuer.DemoPerson;

/**
 * The centre that a newcomer finds on a first run: three partnerships at different stages. One has its bilan (case A), one runs, one
 * is being negotiated. Told twice, it happens once: every request carries its own idempotency key.
 */
public final class Demonstration {

    private final ApiClient api;
    private final List<DemoPerson> people;
    private final Consumer<String> progress;
    private String videoProject = "";
    private String videoWorkshop = "";
    private String cinemaCard = "";

    /**
     * @param root of the front door
     * @param tokens of an administrator
     * @param people of the issuer, who are let in
     * @param progress hears a line at each step
     */
    public Demonstration(String root, Tokens tokens, List<DemoPerson> people, Consumer<String> progress) {
        this.api = new ApiClient(root, tokens, "demonstration-1");
        this.people = List.copyOf(people);
        this.progress = progress;
    }

    /** Enters everything; answers the id of the centre. */
    public String load() {
        try (api) {
            var caseA = new CaseA(api);
            say(1, "le centre « La Passerelle Numérique », son équipe, ses partenaires");
            caseA.prepare();
            say(2, "« Lire Ensemble » : proposé, négocié, convention rédigée à deux et signée");
            caseA.negotiate();
            caseA.draftConvention();
            caseA.signAndStart();
            say(3, "« Lire Ensemble » : dix séances émargées, le temps passé, les apports reçus");
            caseA.holdSessions();
            caseA.account();
            caseA.correctTheSheet();
            caseA.completeAndDraftBilan();
            caseA.shareBilan();
            say(4, "« Ciné-Jeunes » : un atelier vidéo en cours avec le cinéma");
            runningVideoWorkshop(caseA);
            say(5, "« Réparer plutôt que jeter » : une négociation ouverte avec une entreprise");
            negotiatedRepairCafe(caseA);
            say(6, "ce que demande le guide : financements, besoins, calendrier, droit à l’image, réalisations");
            adviceOfTheGuide(caseA);
            letIn(caseA);
            return caseA.id("epn");
        }
    }

    /** Last, so that every request before keeps its key: who was interrupted goes on where they were. */
    private void letIn(CaseA known) {
        for (var person : people) {
            var who = switch (person.role()) {
                case RESPONSABLE -> ", \"personId\": \"%s\"".formatted(known.id("responsable"));
                case ANIMATEUR -> ", \"personId\": \"%s\"".formatted(known.id("animatrice"));
                case DECIDEUR -> ", \"personId\": \"%s\"".formatted(known.id("élu"));
                case PARTENAIRE ->
                    ", \"personId\": \"%s\", \"partnerId\": \"%s\""
                            .formatted(known.id("présidente"), known.id("partner"));
                case AUDITEUR, INTEGRATION, ADMINISTRATEUR, EXPLOITANT -> "";
            };
            api.post(
                    "/epns/" + known.id("epn") + "/access-grants", """
                        {"subject": "%s", "roles": ["%s"]%s}
                        """.formatted(person.subject(), person.role(), who));
        }
    }

    private void say(int step, String what) {
        progress.accept("demonstration " + step + "/6: " + what);
    }

    private void runningVideoWorkshop(CaseA known) {
        var epn = known.id("epn");
        var cinema = created("/partners", """
            {"epnId": "%s", "name": "Cinéma Le Lumière", "kind": "CULTURAL_VENUE", "siret": "99900020100007",
             "communeCode": "49007", "audiences": ["jeunes"], "domains": ["cinéma"],
             "source": "mise en relation par le service culture"}
            """.formatted(epn));
        var project = created("/projects", """
            {"epnId": "%s", "name": "Ciné-Jeunes", "duration": "LONG_RUNNING", "audiences": ["jeunes"],
             "domains": ["cinéma", "numérique"], "budget": 1800}
            """.formatted(epn));
        videoProject = project;
        var partnership = created("/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s",
             "ourBenefits": ["une vraie salle de projection"], "theirBenefits": ["un public jeune"],
             "missions": ["culture numérique"]}
            """.formatted(epn, project, cinema, known.id("animatrice")));
        videoWorkshop = partnership;
        cinemaCard = cinema;
        var path = "/partnerships/" + partnership;
        api.post(path + "/negotiation", "{}");
        var room = api.post(path + "/pledges", """
            {"partnerId": "%s", "kind": "IN_KIND", "nature": "PREMISES", "amount": 450,
             "description": "Trois projections dans la petite salle"}
            """.formatted(cinema)).text("pledgeId");
        api.post(path + "/agreement-without-convention", """
            {"reason": "Le cinéma et la ville ont déjà une convention-cadre"}
            """);
        api.post(path + "/start", """
            {"startedOn": "2026-09-16"}
            """);
        api.post(path + "/receipts", """
            {"pledgeId": "%s", "amount": 150, "receivedOn": "2026-10-14"}
            """.formatted(room));
        var premiere = created("/sessions", """
            {"partnershipId": "%s", "startsAt": "2026-10-14T16:00:00Z", "minutes": 90,
             "place": "Cinéma Le Lumière", "roster": []}
            """.formatted(partnership));
        api.post("/sessions/" + premiere + "/held", "{}");
        api.post("/sessions/" + premiere + "/attendance", """
            {"headcount": 47}
            """);
        created("/sessions", """
            {"partnershipId": "%s", "startsAt": "2027-01-13T17:00:00Z", "minutes": 120,
             "place": "EPN, salle 1", "roster": []}
            """.formatted(partnership));
        time(known.id("animatrice"), partnership, "PREPARATION", "2026-09-10", 240);
        time(known.id("animatrice"), partnership, "DELIVERY", "2026-10-14", 150);
    }

    private void negotiatedRepairCafe(CaseA known) {
        var epn = known.id("epn");
        var company = created("/partners", """
            {"epnId": "%s", "name": "Atelier Rebond", "kind": "COMPANY", "siret": "99900030000007",
             "communeCode": "49007", "audiences": ["adultes"], "domains": ["développement durable"],
             "source": "service du développement économique"}
            """.formatted(epn));
        var project = created("/projects", """
            {"epnId": "%s", "name": "Réparer plutôt que jeter", "duration": "ONE_OFF", "audiences": ["adultes"],
             "domains": ["développement durable", "numérique"]}
            """.formatted(epn));
        var partnership = created("/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s",
             "ourBenefits": ["des intervenants de métier"], "theirBenefits": []}
            """.formatted(epn, project, company, known.id("responsable")));
        var path = "/partnerships/" + partnership;
        api.post(path + "/exchanges", """
            {"channel": "INTRODUCTION", "on": "2026-11-04", "note": "Présentés par le développement économique"}
            """);
        api.post(path + "/authority-clearance", """
            {"decision": "REQUESTED"}
            """);
        api.post(path + "/negotiation", "{}");
        created("/conventions", """
            {"partnershipId": "%s", "draftedBy": "%s", "plannedSessions": 2,
             "clauses": {"preamble": "Allonger la vie des appareils des habitants.",
                         "objectives": "Deux après-midi de réparation ouvertes à tous."}}
            """.formatted(partnership, epn));
        time(known.id("responsable"), partnership, "PROSPECTING", "2026-11-04", 60);
    }

    private void adviceOfTheGuide(CaseA known) {
        var epn = known.id("epn");
        api.post("/epns/" + epn + "/positioning", """
            {"domains": ["numérique", "littératie"], "positioning": "un espace de proximité, ouvert à tous"}
            """);
        created("/funding-agreements", """
            {"epnId": "%s", "funder": "Conseil départemental", "missions": ["insertion"], "exclusive": true, "amount": 12000,
             "from": "2026-01-01", "until": "2027-12-31"}
            """.formatted(epn));
        var cameras = api.post("/projects/" + videoProject + "/needs", """
            {"kind": "EQUIPMENT", "description": "deux caméras"}
            """).text("needId");
        api.post("/projects/" + videoProject + "/acquisition-modes", """
            {"needId": "%s", "mode": "BORROW"}
            """.formatted(cameras));
        api.post("/projects/" + videoProject + "/image-contexts", """
            {"contexts": ["projection publique", "site web de la ville"]}
            """);
        var path = "/partnerships/" + videoWorkshop;
        api.post(path + "/posture", """
            {"posture": "WITH"}
            """);
        api.post(path + "/time-constraints", """
            {"partnerId": "%s", "openings": [{"day": "WEDNESDAY", "from": "14:00", "until": "18:30"}],
             "note": "avant les séances du soir"}
            """.formatted(cinemaCard));
        api.post(path + "/milestones", """
            {"kind": "HIGHLIGHT", "title": "Projection des films", "at": "2027-01-13T17:00:00Z", "place": "Cinéma Le Lumière"}
            """);
        api.post(path + "/partner-presence", """
            {"partnerId": "%s", "on": "2026-10-14", "note": "Le directeur a présenté la salle"}
            """.formatted(cinemaCard));
        var star = known.learner(0);
        var consent = created("/image-consents", """
            {"projectId": "%s", "personId": "%s"}
            """.formatted(videoProject, star));
        api.post("/image-consents/" + consent + "/grant", """
            {"media": ["STILL", "MOVING"], "users": ["EPN", "PARTNERS"], "contexts": ["projection publique"],
             "signedOn": "2026-10-14"}
            """);
        var film = created("/deliverables", """
            {"partnershipId": "%s", "title": "Bande-annonce du quartier", "medium": "MOVING", "depicts": ["%s"],
             "authorIds": ["%s"], "licence": "CC BY-NC 4.0"}
            """.formatted(videoWorkshop, star, star));
        api.post("/deliverables/" + film + "/transmissions", """
            {"toPartnerId": "%s", "user": "PARTNERS", "context": "projection publique"}
            """.formatted(cinemaCard));
        created("/date-polls", """
            {"partnershipId": "%s", "question": "Quand faire la réunion de bilan ?",
             "options": ["2027-01-27T16:00:00Z", "2027-02-03T16:00:00Z"]}
            """.formatted(videoWorkshop));
    }

    private void time(String person, String partnership, String phase, String day, int minutes) {
        api.post("/time-entries", """
            {"personId": "%s", "partnershipId": "%s", "phase": "%s", "day": "%s", "minutes": %d}
            """.formatted(person, partnership, phase, day, minutes));
    }

    private String created(String path, String json) {
        return api.post(path, json).text("id");
    }
}
