package org.maillage.query.relationshiphistory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.maillage.query.CaseA;
import org.maillage.query.Telling;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class NarrationTest {

    @Test
    void facts_are_told_with_the_names_of_things_and_with_persons_as_the_asker_calls_them() {
        try (var told = new ToldFacts(new RelationshipHistoryProjection())) {
            var it = new CaseA();
            told.tell(it.organisations());
            var facts = it.whole();

            var sentences = new Narration(told.client())
                    .tell(facts, person -> person.equals(it.responsable) ? "elle" : "une autre personne", AsOf.NOW);

            assertThat(sentences).hasSameSizeAs(facts);
            assertThat(sentences.get(facts.indexOf(it.proposed())))
                    .contains("La Passerelle Numérique", "Lire Ensemble", "elle");
            assertThat(sentences).anyMatch(sentence -> sentence.contains("une autre personne"));
            assertThat(new Narration(told.client()).tell(List.of(), _ -> "", AsOf.NOW))
                    .isEmpty();
            assertThat(Telling.HISTORY).isEqualTo(RelationshipHistoryProjection.NAME);
        }
    }
}
