package org.maillage.command;

import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** One live image consent per person and project: the claim keeps it so, and tells which one it is. */
public final class ConsentClaim {

    public static final String KIND = "image-consent";

    private ConsentClaim() {}

    public static String key(ProjectId project, PersonId person) {
        return project + "/" + person;
    }
}
