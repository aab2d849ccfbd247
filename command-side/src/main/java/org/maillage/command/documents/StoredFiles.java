package org.maillage.command.documents;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.command.UnknownReference.UnknownFile;
import org.maillage.kernel.document.StoredFile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Small files, under the SHA-256 of their bytes. A file is stored before the first event that names it; one that none names is harmless. */
public final class StoredFiles {

    static final String SHA256 = "[0-9a-f]{64}";

    private static final Pattern ADDRESS = Pattern.compile(SHA256);

    private final JdbcClient files;

    StoredFiles(JdbcClient files) {
        this.files = files;
    }

    /**
     * What is known of a file.
     *
     * @param sha256 64 lower-case hexadecimal digits: its address
     * @param size in bytes
     */
    public record Stored(String sha256, String mediaType, long size) {}

    /** A file with its bytes. */
    record Content(Stored stored, byte[] bytes) {}

    /** Empty when nothing is stored there, or when it is no such address at all. */
    public Optional<Stored> find(String sha256) {
        return bytesOf(sha256)
                .flatMap(key -> files.sql("select media_type, size from documents.file where sha256 = ?")
                        .param(key)
                        .query((row, _) -> new Stored(sha256, row.getString("media_type"), row.getLong("size")))
                        .optional());
    }

    /**
     * A file as events name it; null for none.
     *
     * @throws UnknownFile when it was not stored before
     */
    public @Nullable StoredFile named(@Nullable FileBody file) {
        if (file == null) {
            return null;
        }
        var stored = find(file.sha256()).orElseThrow(UnknownFile::new);
        return new StoredFile(stored.sha256(), file.name(), stored.mediaType(), stored.size());
    }

    Optional<Content> read(String sha256) {
        return bytesOf(sha256)
                .flatMap(key -> files.sql("select media_type, size, content from documents.file where sha256 = ?")
                        .param(key)
                        .query((row, _) -> new Content(
                                new Stored(sha256, row.getString("media_type"), row.getLong("size")),
                                row.getBytes("content")))
                        .optional());
    }

    /** Whether these bytes are new here; those that are not keep the type under which they were stored first. */
    boolean store(String sha256, String mediaType, byte[] content) {
        return files.sql("""
            insert into documents.file (sha256, media_type, size, content)
            values (?, ?, ?, ?)
            on conflict (sha256) do nothing
            """)
                        .params(HexFormat.of().parseHex(sha256), mediaType, content.length, content)
                        .update()
                == 1;
    }

    static String addressOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<byte[]> bytesOf(String sha256) {
        return ADDRESS.matcher(sha256).matches() ? Optional.of(HexFormat.of().parseHex(sha256)) : Optional.empty();
    }
}
