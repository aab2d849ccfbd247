package org.maillage.command.partner;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerKind;

/** How people write the kind of a partner in a file. */
final class KindLabel {

    private KindLabel() {}

    static String of(PartnerKind kind) {
        return switch (kind) {
            case MUNICIPAL_SERVICE -> "service municipal";
            case ASSOCIATION -> "association";
            case COMPANY -> "entreprise";
            case SCHOOL -> "établissement scolaire";
            case CULTURAL_VENUE -> "lieu culturel";
            case OTHER_PUBLIC_BODY -> "autre organisme public";
        };
    }

    /** The name of the kind that a cell stands for, in words or as programs write it; else what the cell says. */
    static String named(String cell) {
        var comparable = Wording.comparable(cell);
        return Arrays.stream(PartnerKind.values())
                .filter(kind -> Wording.comparable(of(kind)).equals(comparable)
                        || Wording.comparable(kind.name()).equals(comparable))
                .findFirst()
                .map(PartnerKind::name)
                .orElse(cell);
    }

    static String all() {
        return Arrays.stream(PartnerKind.values()).map(KindLabel::of).collect(Collectors.joining(", "));
    }
}
