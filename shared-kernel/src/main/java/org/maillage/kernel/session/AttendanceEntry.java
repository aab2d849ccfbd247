package org.maillage.kernel.session;

import org.maillage.kernel.person.PersonId;

/**
 * One line of an attendance sheet (ligne d’émargement).
 *
 * @param newAudience whether the person came through the centre's door for the first time (nouveau public)
 */
public record AttendanceEntry(PersonId personId, AttendanceStatus status, boolean newAudience) {}
