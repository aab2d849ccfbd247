package org.maillage.infra.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.util.HtmlUtils;

/** What frames every page of the issuer. It runs no script, and loads nothing. */
final class Page {

    static final MediaType MEDIA_TYPE = new MediaType(MediaType.TEXT_HTML, UTF_8);

    private static final String FRAME = read();
    private static final String STYLE =
            FRAME.substring(FRAME.indexOf("<style>") + "<style>".length(), FRAME.indexOf("</style>"));

    private Page() {}

    /** @param content HTML */
    static String of(String title, String content) {
        return FRAME.replace("{title}", escaped(title)).replace("{content}", content);
    }

    static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, UTF_8.name());
    }

    /**
     * Browsers hold what follows a form to its policy too: a tool on this machine may be waiting for the code at a port of its own
     * (RFC 8252 §7.3).
     */
    static String policy() {
        return "default-src 'none'; style-src 'sha256-%s'; form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'"
                .formatted(hash(STYLE));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every JDK has SHA-256", impossible);
        }
    }

    private static String read() {
        try (var resource = Objects.requireNonNull(Page.class.getResourceAsStream("/issuer/page.html"))) {
            return new String(resource.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
