package org.maillage.command.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.RequestReader;

class PartnersFileTest {

    private static final RequestReader READER = new RequestReader(body -> List.of());

    private static List<PartnersFile.Row> read(String file) {
        return PartnersFile.read(file.getBytes(StandardCharsets.UTF_8), READER);
    }

    private static List<String> faults(String file) {
        return faults(file.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> faults(byte[] file) {
        var rejected = catchThrowableOfType(InvalidRequest.class, () -> PartnersFile.read(file, READER));
        assertThat(rejected.code().code()).isEqualTo("import-rejected");
        assertThat(rejected.code().status()).isEqualTo(422);
        return rejected.violations().stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .toList();
    }

    @Test
    void every_column_finds_its_place() {
        var rows = read("""
            nom;type;siret;rna;adresse;commune;epci;publics;domaines;objectifs;origine
            Lire Ensemble;association;233 500 016 00040;W491000001;"3, rue des Lices";49007;244900015;adultes|ados;lecture;attirer les jeunes | durer;forum
            """);

        assertThat(rows)
                .containsExactly(new PartnersFile.Row(
                        2,
                        new Card(
                                "Lire Ensemble",
                                PartnerKind.ASSOCIATION,
                                new Siret("23350001600040"),
                                new Rna("W491000001"),
                                "3, rue des Lices",
                                new CommuneCode("49007"),
                                new EpciCode("244900015"),
                                List.of("adultes", "ados"),
                                List.of("lecture"),
                                List.of("attirer les jeunes", "durer"),
                                "forum"),
                        "ligne 2, siret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nom;type\nCinéma;lieu culturel\n",
                "\ufeffnom;type\r\nCinéma;lieu culturel\r\n",
                "name,kind\nCinéma,CULTURAL_VENUE",
                "  NOM ;Type\n\"Cinéma\";Lieu Culturel\n",
                "type,nom,siret\nlieu culturel,Cinéma\n",
                "nom;type;;\nCinéma;lieu culturel;;\n;;;\n\n"
            })
    void a_file_is_read_as_spreadsheets_write_it(String file) {
        assertThat(read(file))
                .extracting(row -> row.card().name(), row -> row.card().kind())
                .containsExactly(tuple("Cinéma", PartnerKind.CULTURAL_VENUE));
    }

    @Test
    void every_kind_has_a_name_that_people_write() {
        for (var kind : PartnerKind.values()) {
            assertThat(KindLabel.named(KindLabel.of(kind))).isEqualTo(kind.name());
            assertThat(KindLabel.named(kind.name())).isEqualTo(kind.name());
        }
    }

    @Test
    void every_fault_of_every_row_is_told_at_its_line() {
        assertThat(faults("""
            nom;type;siret;commune
            Lire Ensemble;association;23350001600040;49007
            ;club;123;Angers
            "Sur
            deux lignes";entreprise;;
            Médiathèque;service municipal;23350001600040;x
            """))
                .containsExactlyInAnyOrder(
                        "ligne 3, nom: Ce champ est obligatoire.",
                        "ligne 3, type: Valeurs possibles : service municipal, association, entreprise,"
                                + " établissement scolaire, lieu culturel, autre organisme public.",
                        "ligne 3, siret: Le SIRET doit avoir 14 chiffres et une clé de contrôle valide.",
                        "ligne 3, commune: Le code commune de l’Insee a cinq caractères, par exemple 49007 ou 2A004.",
                        "ligne 6, siret: Ce SIRET figure déjà à la ligne 2 du fichier.",
                        "ligne 6, commune: Le code commune de l’Insee a cinq caractères, par exemple 49007 ou 2A004.");
    }

    @Test
    void a_missing_kind_is_told_as_missing() {
        assertThat(faults("nom;type\nCinéma;\n")).containsExactly("ligne 2, type: Ce champ est obligatoire.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "nom;type;couleur # ligne 1, colonne 3: Cette colonne n’est pas connue. Colonnes possibles : nom,"
                        + " type, siret, rna, adresse, commune, epci, publics, domaines, objectifs, origine.",
                "nom;type;name # ligne 1, colonne 3: Cette colonne figure deux fois.",
                "nom;siret # ligne 1, type: Cette colonne est obligatoire.",
            })
    void a_header_is_judged_before_the_rows(String header, String fault) {
        assertThat(faults(header + "\nCinéma;lieu culturel\n")).containsExactly(fault);
    }

    @Test
    void a_cell_without_a_title_is_lost_to_nobody() {
        assertThat(faults("nom;type\nCinéma;lieu culturel;49007\n"))
                .containsExactly("ligne 2, colonne 3: Cette cellule n’a pas d’en-tête.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nom;type\n", "", "\n\n"})
    void a_file_holds_at_least_one_partner(String file) {
        assertThat(faults(file)).containsExactly(": Le fichier ne contient aucun partenaire.");
    }

    @Test
    void a_file_holds_at_most_a_thousand_partners() {
        var thousand = "nom;type\n"
                + IntStream.range(0, 1_000)
                        .mapToObj(n -> "Partenaire " + n + ";association\n")
                        .collect(Collectors.joining());

        assertThat(read(thousand)).hasSize(1_000);
        assertThat(faults(thousand + "Un de trop;association\n"))
                .containsExactly("ligne 1002: Un fichier compte au plus 1 000 partenaires : partagez celui-ci.");
    }

    @Test
    void a_quote_that_is_never_closed_is_told_where_it_may_begin() {
        assertThat(faults("nom;type\nCinéma;lieu culturel\n\"Club;association\n"))
                .containsExactly(
                        "ligne 3: À partir d’ici, le fichier n’est pas un CSV bien formé : vérifiez les guillemets.");
    }

    @Test
    void another_encoding_is_not_guessed() {
        assertThat(faults("nom;type\nCinéma;lieu culturel\n".getBytes(Charset.forName("windows-1252"))))
                .containsExactly(": Le fichier n’est pas en UTF-8 : enregistrez-le au format « CSV UTF-8 ».");
    }
}
