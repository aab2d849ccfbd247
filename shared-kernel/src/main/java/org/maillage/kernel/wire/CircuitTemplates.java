package org.maillage.kernel.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.partner.PartnerKind;
import tools.jackson.core.type.TypeReference;

/** The circuits of conventions as every centre finds them, by kind of partner; {@code CircuitTemplateSet} replaces one. */
public final class CircuitTemplates {

    private static final Map<PartnerKind, List<TemplateStep>> DEFAULTS = read();

    private CircuitTemplates() {}

    /** Those of a centre that never changed them. */
    public static List<TemplateStep> of(PartnerKind kind) {
        return DEFAULTS.getOrDefault(kind, List.of());
    }

    private static Map<PartnerKind, List<TemplateStep>> read() {
        try (var file = CircuitTemplates.class.getResourceAsStream("/circuit-templates.json")) {
            return Json.mapper()
                    .build()
                    .readValue(Objects.requireNonNull(file).readAllBytes(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
