package org.maillage.kernel.project;

/** How much a project matters to the centre (« est-il indispensable, accessoire ? »). */
public enum StrategicFit {
    /** Indispensable. */
    INDISPENSABLE,
    /** Accessoire. */
    ACCESSORY
}
