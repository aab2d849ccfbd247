package org.maillage.infra.faults.driver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.faults.driver.Centre.Consent;
import org.maillage.infra.faults.driver.Centre.Need;
import org.maillage.infra.faults.driver.Centre.Person;
import org.maillage.infra.faults.driver.Centre.Project;

/** What is dreamt of, and who may be shown in it. */
final class ProjectKinds {

    private static final int MOST = 12;
    private static final String CONTEXT = "site web de la ville";

    private final World world;
    private final Draw draw;

    ProjectKinds(World world) {
        this.world = world;
        this.draw = world.draw;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("/projects", 12, this::draft),
                new Kind("/projects/{id}/needs", 6, this::need),
                new Kind("/projects/{id}/need-withdrawals", 2, this::withdrawNeed),
                new Kind("/projects/{id}/acquisition-modes", 3, this::acquire),
                new Kind("/projects/{id}/domains", 2, this::domains),
                new Kind("/projects/{id}/missions", 2, this::missions),
                new Kind("/projects/{id}/strategic-fit", 2, this::fit),
                new Kind("/projects/{id}/image-contexts", 3, this::contexts),
                new Kind("/image-consents", 7, this::askConsent),
                new Kind("/image-consents/{id}/grant", 7, this::grant),
                new Kind("/image-consents/{id}/refusal", 2, this::refuse),
                new Kind("/image-consents/{id}/withdrawal", 2, this::withdraw));
    }

    private @Nullable Ask draft() {
        var centre = world.centre(Centre::isPatient);
        if (centre == null) {
            return null;
        }
        if (centre.projects.size() >= MOST) {
            // The oldest that nobody works on makes room.
            centre.projects.stream()
                    .filter(project -> project.involved == 0 && project.isFree())
                    .findFirst()
                    .ifPresent(centre.projects::remove);
            return null;
        }
        return Ask.to("/projects")
                .with("epnId", centre)
                .with("name", draw.text("Projet d’essai"))
                .with("duration", draw.oneOf("ONE_OFF", "LONG_RUNNING"))
                .with("audiences", draw.some(List.of("jeunes", "seniors"), 1))
                .with("domains", draw.some(List.of("lecture", "cinéma", "numérique"), 2))
                .with("budget", draw.chance(50) ? draw.money(5_000) : null)
                .among(centre)
                .expecting("ProjectDrafted")
                .readNew()
                .then(answer -> centre.projects.add(new Project(answer.id(), centre)));
    }

    private @Nullable Project project() {
        var centre = world.centre(some -> !some.projects.isEmpty());
        return centre == null ? null : draw.oneOf(centre.projects, Thing::isOpen);
    }

    private @Nullable Ask need() {
        var project = project();
        if (project == null || project.needs.size() > 10) {
            return null;
        }
        var kind = draw.oneOf("FUNDING", "EQUIPMENT", "PREMISES", "SPEAKERS", "AUDIENCE", "VISIBILITY");
        var acquirable = kind.equals("EQUIPMENT") || kind.equals("PREMISES");
        return Ask.to("/projects/{id}/needs", project)
                .with("kind", kind)
                .with("description", draw.text("Besoin"))
                .with("amount", draw.chance(40) ? draw.money(900) : null)
                .among(project)
                .expecting("NeedDeclared")
                .then(answer -> project.needs.add(new Need(answer.text("needId"), acquirable)));
    }

    private @Nullable Ask withdrawNeed() {
        var project = project();
        var need = project == null ? null : draw.oneOf(project.needs, some -> some.isFree() && !some.withdrawn);
        return project == null || need == null
                ? null
                : Ask.to("/projects/{id}/need-withdrawals", project)
                        .with("needId", need)
                        .with("reason", draw.text("Déjà pourvu"))
                        .among(project)
                        .alone(need)
                        .expecting("NeedWithdrawn")
                        .then(_ -> {
                            need.withdrawn = true;
                            project.needs.remove(need);
                        });
    }

    private @Nullable Ask acquire() {
        var project = project();
        var need = project == null
                ? null
                : draw.oneOf(project.needs, some -> some.isFree() && !some.withdrawn && some.acquirable);
        if (project == null || need == null) {
            return null;
        }
        var modes = new ArrayList<>(List.of("BUY", "RENT", "BORROW"));
        modes.remove(need.mode);
        var mode = draw.oneOf(modes);
        return Ask.to("/projects/{id}/acquisition-modes", project)
                .with("needId", need)
                .with("mode", mode)
                .among(project)
                .alone(need)
                .expecting("AcquisitionModeChosen")
                .then(_ -> need.mode = mode);
    }

    private @Nullable Ask domains() {
        var project = project();
        return project == null
                ? null
                : Ask.to("/projects/{id}/domains", project)
                        .with("domains", List.of("numérique", draw.text("domaine")))
                        .among(project)
                        .expecting("ProjectDomainsTagged");
    }

    private @Nullable Ask missions() {
        var project = project();
        return project == null
                ? null
                : Ask.to("/projects/{id}/missions", project)
                        .with("missions", List.of("inclusion numérique", draw.text("mission")))
                        .among(project)
                        .expecting("ProjectMissionsNamed");
    }

    private @Nullable Ask fit() {
        var project = project();
        return project == null
                ? null
                : Ask.to("/projects/{id}/strategic-fit", project)
                        .with("fit", draw.oneOf("INDISPENSABLE", "ACCESSORY"))
                        .with("teamCommitted", draw.chance(50))
                        .with("appealing", draw.chance(50))
                        .among(project);
    }

    private @Nullable Ask contexts() {
        var project = project();
        return project == null
                ? null
                : Ask.to("/projects/{id}/image-contexts", project)
                        .with("contexts", List.of(CONTEXT, draw.text("projection")))
                        .among(project)
                        .expecting("ImageContextsAgreed");
    }

    private @Nullable Ask askConsent() {
        var project = project();
        var person = project == null
                ? null
                : draw.oneOf(project.centre.visitors, some -> some.stays() && !project.asked.contains(some));
        var guardian = project == null ? null : draw.oneOf(project.centre.staff, some -> true);
        if (project == null || person == null || guardian == null) {
            return null;
        }
        project.asked.add(person);
        var ask = consent(project, person, guardian);
        return draw.chance(10) ? ask.against(consent(project, person, guardian)) : ask;
    }

    private static Ask consent(Project project, Person person, Person guardian) {
        return Ask.to("/image-consents")
                .with("projectId", project)
                .with("personId", person)
                .with("guardianId", person.minor ? guardian : null)
                .among(project, person)
                .expecting("ConsentRequested")
                .readNew()
                .then(answer -> project.consents.add(new Consent(answer.id(), person)));
    }

    private @Nullable Consent consent(boolean granted) {
        var project = project();
        return project == null
                ? null
                : draw.oneOf(project.consents, some -> some.isFree() && some.granted == granted && some.person.stays());
    }

    private @Nullable Ask grant() {
        var consent = consent(false);
        return consent == null
                ? null
                : Ask.to("/image-consents/{id}/grant", consent)
                        .with("media", List.of("STILL", "MOVING", "VOICE"))
                        .with("users", List.of("EPN", "PARTNERS"))
                        .with("contexts", List.of(CONTEXT))
                        .with("signedOn", draw.pastDay())
                        .alone(consent)
                        .expecting("ConsentGranted")
                        .then(_ -> consent.granted = true);
    }

    private @Nullable Ask refuse() {
        var consent = consent(false);
        return consent == null
                ? null
                : Ask.to("/image-consents/{id}/refusal", consent)
                        .with("on", draw.pastDay())
                        .alone(consent)
                        .expecting("ConsentRefused")
                        .then(_ -> drop(consent));
    }

    private @Nullable Ask withdraw() {
        var consent = consent(true);
        return consent == null
                ? null
                : Ask.to("/image-consents/{id}/withdrawal", consent)
                        .with("on", draw.pastDay())
                        .alone(consent)
                        .expecting("ConsentWithdrawn")
                        .then(_ -> drop(consent));
    }

    /** They may be asked again. */
    private void drop(Consent consent) {
        consent.lose();
        world.centres.stream()
                .flatMap(centre -> centre.projects.stream())
                .filter(project -> project.consents.remove(consent))
                .forEach(project -> project.asked.remove(consent.person));
    }
}
