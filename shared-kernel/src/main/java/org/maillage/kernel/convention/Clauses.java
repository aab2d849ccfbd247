package org.maillage.kernel.convention;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a convention says, except the number of sessions, which stands beside it: together the six clauses of the guide (« dans
 * votre convention devront figurer »). A draft may lack some; a submission may not.
 *
 * @param preamble préambule avec l’objectif de la convention
 * @param objectives attentes et objectifs généraux
 * @param modalities modalités de collaboration : moyens, méthodes, nombre de personnes
 * @param commitments engagements respectifs
 * @param followUp modalités de suivi de l’action
 */
public record Clauses(
        @Nullable String preamble,
        @Nullable String objectives,
        @Nullable String modalities,
        @Nullable String commitments,
        @Nullable String followUp) {

    /** Which of the six clauses are still missing; empty when the convention can be submitted. */
    public List<Clause> missing(@Nullable Integer plannedSessions) {
        var missing = new ArrayList<Clause>();
        check(missing, Clause.PREAMBLE, preamble);
        check(missing, Clause.OBJECTIVES, objectives);
        check(missing, Clause.MODALITIES, modalities);
        check(missing, Clause.COMMITMENTS, commitments);
        check(missing, Clause.FOLLOW_UP, followUp);
        if (plannedSessions == null) {
            missing.add(Clause.PLANNED_SESSIONS);
        }
        return List.copyOf(missing);
    }

    private static void check(List<Clause> missing, Clause clause, @Nullable String text) {
        if (text == null || text.isBlank()) {
            missing.add(clause);
        }
    }

    /**
     * The text that is hashed and signed: every clause in its order, named, with its length in UTF-8 bytes so that no two texts
     * look alike; Unicode in form NFC, lines ended by a line feed. A term is part of it when
     * there is one.
     */
    public String canonicalText(@Nullable Integer plannedSessions, @Nullable LocalDate validUntil) {
        var text = new StringBuilder("maillage-convention-1\n");
        append(text, "preamble", preamble);
        append(text, "objectives", objectives);
        append(text, "modalities", modalities);
        append(text, "plannedSessions", plannedSessions == null ? null : plannedSessions.toString());
        append(text, "commitments", commitments);
        append(text, "followUp", followUp);
        if (validUntil != null) {
            append(text, "validUntil", validUntil.toString());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String clause) {
        var normal = clause == null ? "" : normal(clause);
        text.append(name)
                .append(' ')
                .append(clause == null ? "-" : Integer.toString(normal.getBytes(StandardCharsets.UTF_8).length))
                .append('\n')
                .append(normal)
                .append('\n');
    }

    private static String normal(String clause) {
        return Normalizer.normalize(clause, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    /** The hash that a signature must carry. */
    public VersionHash hash(@Nullable Integer plannedSessions, @Nullable LocalDate validUntil) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonicalText(plannedSessions, validUntil).getBytes(StandardCharsets.UTF_8));
            return new VersionHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
