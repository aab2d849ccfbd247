package org.maillage.command.project;

import static org.maillage.command.World.*;

import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.project.ProjectCommand.DraftProject;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.project.ProjectDuration;

class ProjectTest {

    private final FixtureConfiguration<Project> fixture = fixture(Project.class);

    private static DraftProject draft(EpnId epn) {
        return new DraftProject(WORKSHOPS, epn, "Ateliers", ProjectDuration.LONG_RUNNING, List.of(), List.of(), null);
    }

    @Test
    void a_project_is_dreamt_without_a_budget() {
        fixture.givenNoPriorActivity().when(draft(EPN)).expectEvents(project(WORKSHOPS));
    }

    @Test
    void a_project_belongs_to_a_centre_that_exists() {
        fixture.givenNoPriorActivity().when(draft(new EpnId(new UUID(9, 9)))).expectException(UnknownEpn.class);
    }
}
