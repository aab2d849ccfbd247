package org.maillage.kernel.project;

/** Whether an action happens once or goes on. */
public enum ProjectDuration {
    /** Action ponctuelle. */
    ONE_OFF,

    /** Action pérenne, au long cours. */
    LONG_RUNNING
}
