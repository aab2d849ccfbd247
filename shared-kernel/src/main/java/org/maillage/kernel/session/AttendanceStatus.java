package org.maillage.kernel.session;

/** What the sheet says of one expected person. */
public enum AttendanceStatus {
    /** Présent. */
    PRESENT,

    /** Excusé; counts as not present. */
    EXCUSED,

    /** Absent. */
    ABSENT
}
