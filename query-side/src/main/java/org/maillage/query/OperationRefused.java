package org.maillage.query;

/** What whoever runs the platform asks for cannot be done as things are (409): nothing was, and the log says so. */
public final class OperationRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    private OperationRefused(String code, String detail) {
        // An answer, not a failure: nobody reads its stack.
        super(detail, null, false, false);
        this.code = code;
    }

    public static OperationRefused notTheFirstEvent() {
        return new OperationRefused(
                "not-the-first-event",
                "Seul le premier événement en attente d’une clé peut être écarté : relisez ce qui attend.");
    }

    public static OperationRefused readModelNotMadeYet() {
        return new OperationRefused(
                "read-model-not-made-yet",
                "La première construction de ce modèle de lecture n’est pas terminée : elle se poursuit d’elle-même.");
    }

    public static OperationRefused rebuildUnderWay() {
        return new OperationRefused("rebuild-under-way", "Une reconstruction de ce modèle de lecture est en cours.");
    }

    public static OperationRefused nothingToSwitch() {
        return new OperationRefused("nothing-to-switch", "Aucune reconstruction n’attend de décision.");
    }

    public static OperationRefused nothingKept() {
        return new OperationRefused(
                "nothing-kept", "Ce qui répondait avant la dernière bascule n’est pas, ou n’est plus, conservé.");
    }

    public static OperationRefused notRemovable() {
        return new OperationRefused(
                "not-removable",
                "Seul ce qui est conservé sans plus servir peut être supprimé : relisez ce qui l’est.");
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return code;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
