package org.maillage.command.documents;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.command.UnknownReference.UnknownFile;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Small files, under the SHA-256 of their bytes. The bytes lie there once; a centre has those that it stored itself. A file is stored before the first event that names it;
 * one that none names is harmless.
 */
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

    /** Empty when the centre has no such file, or when it is no such address at all. */
    public Optional<Stored> find(String sha256, EpnId epn) {
        return bytesOf(sha256)
                .flatMap(key -> files.sql("""
                    select holder.media_type, file.size
                    from documents.holder
                    join documents.file using (sha256)
                    where sha256 = ? and epn_id = ?
                    """)
                        .params(key, epn.value())
                        .query((row, _) -> new Stored(sha256, row.getString("media_type"), row.getLong("size")))
                        .optional());
    }

    /**
     * A file as events name it; null for none.
     *
     * @throws UnknownFile when the centre did not store it before
     */
    public @Nullable StoredFile named(@Nullable FileBody file, EpnId epn) {
        if (file == null) {
            return null;
        }
        var stored = find(file.sha256(), epn).orElseThrow(UnknownFile::new);
        return new StoredFile(stored.sha256(), file.name(), stored.mediaType(), stored.size());
    }

    /** The centres that have a file, the first one first; none for what is no such address at all. */
    List<EpnId> holders(String sha256) {
        return bytesOf(sha256)
                .map(key -> files.sql("select epn_id from documents.holder where sha256 = ? order by stored_at, epn_id")
                        .param(key)
                        .query((row, _) -> new EpnId(row.getObject("epn_id", UUID.class)))
                        .list())
                .orElse(List.of());
    }

    Optional<Content> read(String sha256, EpnId epn) {
        return bytesOf(sha256)
                .flatMap(key -> files.sql("""
                    select holder.media_type, file.size, file.content
                    from documents.holder
                    join documents.file using (sha256)
                    where sha256 = ? and epn_id = ?
                    """)
                        .params(key, epn.value())
                        .query((row, _) -> new Content(
                                new Stored(sha256, row.getString("media_type"), row.getLong("size")),
                                row.getBytes("content")))
                        .optional());
    }

    /** Whether these bytes are new to the centre; those that are not keep the type under which it stored them first. */
    boolean store(String sha256, EpnId epn, String mediaType, byte[] content) {
        var key = HexFormat.of().parseHex(sha256);
        files.sql("""
            insert into documents.file (sha256, media_type, size, content)
            values (?, ?, ?, ?)
            on conflict (sha256) do nothing
            """).params(key, mediaType, content.length, content).update();
        return hold(key, epn, mediaType);
    }

    private boolean hold(byte[] key, EpnId epn, String mediaType) {
        return files.sql("""
            insert into documents.holder (sha256, epn_id, media_type)
            select sha256, ?, ? from documents.file where sha256 = ?
            on conflict (sha256, epn_id) do nothing
            """).params(epn.value(), mediaType, key).update() == 1;
    }

    /** Whether there may be files from before it was noted whose they are. */
    boolean awaitAdoption() {
        return files.sql("select not exists (select from documents.adoption)")
                .query(Boolean.class)
                .single();
    }

    /** A centre has named a file before it was noted whose files are. */
    void adopt(StoredFile file, EpnId epn) {
        bytesOf(file.sha256()).ifPresent(key -> hold(key, epn, file.mediaType()));
    }

    void adopted() {
        files.sql("insert into documents.adoption default values").update();
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
