package org.maillage.kernel.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The problems that any request can meet, whatever it asks for. What a domain rule refuses has a code of its own, which the rule
 * names. Titles and details are French, for people.
 */
public enum ProblemCode {
    MALFORMED_JSON(400, "Corps illisible", "Le corps de la requête n’est pas un objet JSON bien formé, en UTF-8."),
    INVALID_PARAMETER(400, "Paramètre invalide", "Un paramètre ou un en-tête de la requête n’a pas la forme attendue."),
    LIMIT_EXCEEDED(400, "Limite dépassée", "La requête compte plus d’éléments, ou plus de niveaux, qu’il n’en est lu."),
    BAD_REQUEST(400, "Requête incorrecte", "La requête n’est pas une requête HTTP correcte."),
    UNAUTHENTICATED(
            401,
            "Identification requise",
            "Présentez un jeton d’accès valable (en-tête Authorization : Bearer …) : celui-ci manque, a expiré ou"
                    + " n’est pas destiné à ce service."),
    FORBIDDEN(403, "Accès refusé", "Votre rôle ne permet pas cette action."),
    NOT_FOUND(404, "Introuvable", "Il n’y a rien à cette adresse."),
    METHOD_NOT_ALLOWED(405, "Méthode non permise", "Cette adresse ne répond pas à cette méthode."),
    NOT_ACCEPTABLE(406, "Format indisponible", "Cette adresse ne répond dans aucun des formats acceptés."),
    REQUEST_TIMEOUT(408, "Requête trop lente", "Le corps de la requête n’est pas arrivé à temps : réessayez.", 1),
    STALE_VERSION(
            412,
            "Version dépassée",
            "La ressource a changé depuis la version indiquée : relisez-la avant de recommencer."),
    BODY_TOO_LARGE(413, "Corps trop volumineux", "Le corps d’une requête ne dépasse pas 1 Mio."),
    ADDRESS_TOO_LONG(414, "Adresse trop longue", "L’adresse de la requête est trop longue."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Format non pris en charge",
            "Le corps d’une requête est en JSON (application/json, en UTF-8), sauf à une adresse qui demande un"
                    + " fichier."),
    INVALID_REQUEST(422, "Requête non valable", "La requête est bien formée, mais son contenu n’est pas valable."),
    IMPORT_REJECTED(
            422,
            "Import refusé",
            "Rien n’a été importé : corrigez ce qui est signalé, puis envoyez de nouveau le fichier entier."),
    IDEMPOTENCY_KEY_REUSED(
            422, "Clé d’idempotence déjà utilisée", "Cette clé d’idempotence a déjà servi à une autre requête."),
    TOO_MANY_REQUESTS(
            429, "Trop de requêtes", "Votre application envoie trop de requêtes : ralentissez, puis réessayez.", 1),
    OVERLOADED(
            429,
            "Service saturé",
            "Le service reçoit plus de requêtes qu’il ne peut en traiter : réessayez dans un instant.",
            1),
    HEADER_TOO_LARGE(431, "En-têtes trop volumineux", "Les en-têtes d’une requête ne dépassent pas 8 Kio."),
    INTERNAL_ERROR(500, "Erreur interne", "Une erreur inattendue s’est produite : elle est enregistrée sous traceId."),
    LEDGER_MISMATCH(
            500,
            "Registre non conforme",
            "Ce qui a été reçu ne correspond pas au point de contrôle signé : aucune preuve ne peut être donnée."),
    UNAVAILABLE(
            503, "Service momentanément indisponible", "Le service ne peut pas répondre maintenant : réessayez.", 2),
    READ_MODEL_BEHIND(
            503,
            "Lecture en retard",
            "Les dernières écritures ne sont pas encore visibles : réessayez dans un instant.",
            1),
    NOT_YET_CERTIFIED(
            503,
            "Certification à venir",
            "Aucun point de contrôle signé ne couvre encore cet instant : réessayez dans quelques secondes.",
            5);

    private final int status;
    private final String title;
    private final String detail;
    private final int retryAfter;

    ProblemCode(int status, String title, String detail) {
        this(status, title, detail, 0);
    }

    ProblemCode(int status, String title, String detail, int retryAfter) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status that it answers with. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What to say when nothing more precise is known. */
    public String detail() {
        return detail;
    }

    /** After how many seconds to try again ({@code Retry-After}); 0 when trying again does not help. */
    public int retryAfter() {
        return retryAfter;
    }

    /** The generic problem behind an HTTP status that a framework came up with. */
    public static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 400 -> BAD_REQUEST;
            case 422 -> INVALID_REQUEST;
            case 503 -> UNAVAILABLE;
            default -> withStatus(status).orElse(status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR);
        };
    }

    private static Optional<ProblemCode> withStatus(int status) {
        return Arrays.stream(values()).filter(code -> code.status == status).findFirst();
    }
}
