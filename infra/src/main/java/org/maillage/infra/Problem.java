package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the front door answers itself when it cannot answer otherwise (RFC 9457); French, as end users read it. */
enum Problem {
    MALFORMED_REQUEST(400, "Requête illisible", "La requête HTTP est mal formée."),
    NOT_FOUND(404, "Adresse inconnue", "Aucune ressource ne correspond à cette adresse."),
    METHOD_NOT_ALLOWED(405, "Méthode refusée", "Cette adresse se lit seulement : utilisez GET."),
    REQUEST_TIMEOUT(408, "Requête interrompue", "La requête n’est pas arrivée entière à temps. Envoyez-la de nouveau."),
    URI_TOO_LONG(414, "Adresse trop longue", "L’adresse demandée est trop longue."),
    HEADERS_TOO_LARGE(431, "En-têtes trop longs", "Les en-têtes de la requête sont trop longs."),
    INTERNAL_ERROR(500, "Erreur interne", "Une erreur interne empêche de répondre. Elle a été consignée."),
    STARTING(503, "Démarrage en cours", "Le service démarre. Réessayez dans quelques secondes."),
    SERVICE_UNAVAILABLE(503, "Service indisponible", "Le service ne répond pas. Réessayez dans quelques secondes.");

    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");
    private static final SecureRandom random = new SecureRandom();

    private final int status;
    private final String title;
    private final String detail;

    Problem(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    static Problem ofStatus(int status) {
        for (var problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
    }

    void answer(Request request, Response response, Callback callback) {
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (status == 503) {
            headers.put(HttpHeader.RETRY_AFTER, 2);
        }
        if (this == METHOD_NOT_ALLOWED) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
        }
        response.write(true, ByteBuffer.wrap(json(request).getBytes(UTF_8)), callback);
    }

    /** Written by hand: nothing in it needs escaping. */
    private String json(Request request) {
        return """
            {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s","traceId":"%s"}\
            """.formatted(title, status, detail.replace(" :", "\u00a0:"), code(), traceId(request));
    }

    private String code() {
        // A service that starts is, to a program, one that is not there yet.
        var named = this == STARTING ? SERVICE_UNAVAILABLE : this;
        return named.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String traceId(Request request) {
        var parent = request.getHeaders().get("traceparent");
        if (parent != null) {
            var matcher = TRACE_PARENT.matcher(parent);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        var id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
