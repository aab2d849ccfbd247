package org.maillage.infra.issuer;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people see of the issuer: they sign in, they sign out, something goes wrong. */
@RestController
final class SignInController implements ErrorController {

    static final String PATH = "/login";
    static final String OUT = "/logout";
    static final String LOGIN = "login";
    static final String WRONG = "erreur";
    static final String GONE = "sortie";

    private static final String ONE_MESSAGE = "<p class=\"%s\" role=\"%s\">%s</p>";

    private final People people;

    SignInController(People people) {
        this.people = people;
    }

    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "UP");
    }

    @GetMapping(PATH)
    ResponseEntity<String> signIn(@Nullable Principal somebody, HttpServletRequest request) {
        if (somebody != null) {
            return page(200, "Session ouverte", signedIn(somebody, request));
        }
        return page(200, "Se connecter", message(request) + form(request));
    }

    @GetMapping(OUT)
    ResponseEntity<String> signOut(@Nullable Principal somebody, HttpServletRequest request) {
        return somebody == null ? signIn(null, request) : page(200, "Se déconnecter", signedIn(somebody, request));
    }

    /** What the container or the protocol refuses, where there is nobody to send the refusal to. */
    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<String> error(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        return page(status, status == 404 ? "Adresse inconnue" : "Demande refusée", """
            <p class="alert" role="alert">%s</p>
            """.formatted(
                        switch (HttpStatus.valueOf(status)) {
                            case NOT_FOUND -> "Il n’y a rien à cette adresse.";
                            case FORBIDDEN ->
                                "La page a expiré, ou cette demande n’est pas permise. Reprenez depuis l’application.";
                            default ->
                                "L’application qui vous a envoyé ici a formulé une demande incorrecte. Reprenez depuis"
                                        + " l’application.";
                        }));
    }

    static void tooMany(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setContentType(Page.MEDIA_TYPE.toString());
        response.getOutputStream()
                .write(Page.of("Se connecter", """
                    <p class="alert" role="alert">Trop d’essais : attendez dix secondes, puis réessayez.</p>
                    %s\
                    """.formatted(form(request))).getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity<String> page(int status, String title, String content) {
        return ResponseEntity.status(status).contentType(Page.MEDIA_TYPE).body(Page.of(title, content));
    }

    private static String message(HttpServletRequest request) {
        if (request.getParameter(WRONG) != null) {
            return ONE_MESSAGE.formatted(
                    "alert", "alert", "L’identifiant ou le mot de passe n’est pas le bon. Réessayez.");
        }
        if (request.getParameter(GONE) != null) {
            return ONE_MESSAGE.formatted("note", "status", "La session est fermée.");
        }
        return "";
    }

    private static String form(HttpServletRequest request) {
        return """
            <form method="post" action="%s">
              %s
              <label for="login">Identifiant</label>
              <input id="login" name="%s" type="text" autocomplete="username" autocapitalize="none"
                     spellcheck="false" required autofocus>
              <label for="password">Mot de passe</label>
              <input id="password" name="password" type="password" autocomplete="current-password" required>
              <button type="submit">Se connecter</button>
            </form>
            <p class="help">Les identifiants de la démonstration sont dans le fichier <code>demo-people.json</code> du
            dossier de données.</p>
            """.formatted(PATH, csrf(request), LOGIN);
    }

    private String signedIn(Principal somebody, HttpServletRequest request) {
        return """
            <p>Cette session est ouverte au nom de <strong>%s</strong>.</p>
            <form method="post" action="%s">
              %s
              <button type="submit">Se déconnecter</button>
            </form>
            """.formatted(Page.escaped(people.nameOf(somebody.getName())), OUT, csrf(request));
    }

    private static String csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(token.getParameterName(), Page.escaped(token.getToken()))
                : "";
    }
}
