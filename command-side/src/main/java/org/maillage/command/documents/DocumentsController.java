package org.maillage.command.documents;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Access;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.UnknownReference.UnknownFile;
import org.maillage.command.documents.StoredFiles.Stored;
import org.maillage.edge.Asks;
import org.maillage.edge.Forbidden;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files come in and go out under what they contain. A browser that gets one saves it, and runs nothing of it. */
@RestController
final class DocumentsController {

    private static final String PATH = "/documents/";
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    private final StoredFiles files;
    private final Access access;

    DocumentsController(StoredFiles files, Access access) {
        this.files = files;
        this.access = access;
    }

    @PostMapping("/documents")
    ResponseEntity<Stored> store(
            @RequestParam EpnId epnId,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false) @Nullable String contentType,
            @RequestBody(required = false) byte @Nullable [] content,
            HttpServletRequest request) {
        access.enter(epnId, UnknownEpn::new, Asks.of(request));
        var type = typeOf(contentType);
        if (content == null || content.length == 0) {
            throw invalid("Le fichier est vide.");
        }
        if (!type.fits(content)) {
            throw invalid("Le contenu du fichier n’est pas celui du type annoncé.");
        }
        var sha256 = StoredFiles.addressOf(content);
        var isNew = files.store(sha256, epnId, type.mediaType(), content);
        return ResponseEntity.status(isNew ? 201 : 200)
                .location(URI.create(PATH + sha256))
                .contentType(MediaType.APPLICATION_JSON)
                .body(files.find(sha256, epnId).orElseThrow());
    }

    /** The first centre that has the file and lets the caller read it. */
    private EpnId holder(String sha256, Ask ask) {
        var forbidden = false;
        for (var epn : files.holders(sha256)) {
            try {
                return access.enter(epn, UnknownFile::new, ask).epn();
            } catch (UnknownFile _) {
                // A stranger there may be known to the next one.
            } catch (Forbidden _) {
                forbidden = true;
            }
        }
        throw forbidden ? new Forbidden() : new UnknownFile();
    }

    private static FileType typeOf(@Nullable String contentType) {
        try {
            var type = MediaType.parseMediaType(contentType == null ? "" : contentType);
            var found = FileType.of((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT));
            if (found.isPresent() && (!found.get().isTextual() || isUtf8(type))) {
                return found.get();
            }
        } catch (InvalidMediaTypeException unreadable) {
            // No type that is accepted; what it was instead does not matter.
        }
        throw new InvalidRequest(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "Les fichiers acceptés sont : PDF, PNG, JPEG, WebP, texte et CSV en UTF-8, OpenDocument (odt, ods,"
                        + " odp), Office (docx, xlsx, pptx).",
                List.of());
    }

    private static boolean isUtf8(MediaType type) {
        var charset = type.getCharset();
        return charset == null || charset.equals(StandardCharsets.UTF_8);
    }

    private static InvalidRequest invalid(String message) {
        return InvalidRequest.body(List.of(new Violation("", message)));
    }

    @GetMapping("/documents/{sha256}")
    ResponseEntity<byte[]> read(
            @PathVariable String sha256,
            @RequestParam(required = false) @Nullable String name,
            HttpServletRequest request) {
        var found = files.read(sha256, holder(sha256, Asks.of(request))).orElseThrow(UnknownFile::new);
        var type = FileType.of(found.stored().mediaType()).orElseThrow();
        var mediaType = MediaType.parseMediaType(type.mediaType());
        return ResponseEntity.ok()
                .eTag("\"" + sha256 + "\"")
                .cacheControl(FOR_EVER)
                .contentType(type.isTextual() ? new MediaType(mediaType, StandardCharsets.UTF_8) : mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.named(name, type))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(found.bytes());
    }
}
