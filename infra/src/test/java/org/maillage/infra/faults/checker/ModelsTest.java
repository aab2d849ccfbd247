package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.Projection;

/** What the checker folds anew is what the projections fold: else it would cry where nothing is wrong. */
class ModelsTest {

    static List<StoredEvent> golden() throws Exception {
        var past = new Past();
        for (var file : Past.goldenFiles()) {
            var name = file.getFileName().toString().split("\\.", -1);
            past.add(1, name[0], Integer.parseInt(name[1].substring(1)), Map.of());
        }
        return past.events();
    }

    @Test
    void every_projection_has_a_fold_of_its_version_here() throws Exception {
        assertThat(Models.ALL.stream().map(Model::schema))
                .containsExactlyInAnyOrderElementsOf(
                        ReadSide.projections().stream().map(Projection::schema).toList());
    }

    @Test
    void every_table_is_known_with_its_columns() throws Exception {
        for (var projection : ReadSide.projections()) {
            var tables = model(projection).tables().stream()
                    .collect(Collectors.toMap(
                            Table::name,
                            table -> table.columns().stream()
                                    .map(Table.Column::name)
                                    .toList()));
            for (var table : projection.tables()) {
                if (table.name().equals("subtree")) {
                    continue;
                }
                var columns = new ArrayList<>(
                        table.columns().stream().map(FactTable.Column::name).toList());
                columns.addAll(List.of("position", "event_id", "recorded_at"));
                assertThat(tables).as(projection.schema()).containsEntry(table.name(), columns);
            }
        }
    }

    @Test
    void every_golden_event_is_folded_alike() throws Exception {
        for (var projection : ReadSide.projections()) {
            var model = model(projection);
            for (var event : golden()) {
                var folded = new Rows(event);
                model.fold(java.util.Objects.requireNonNull(Fact.of(event)), folded);
                var product = ReadSide.fold(projection, event);
                for (var table : model.tables()) {
                    assertThat(folded.of(table))
                            .as("%s.%s of %s", model.schema(), table.name(), event.type())
                            .containsExactlyInAnyOrderElementsOf(product.getOrDefault(table.name(), List.of()).stream()
                                    .map(row -> forms(table, row))
                                    .toList());
                }
            }
        }
    }

    private static Model model(Projection projection) {
        return Models.ALL.stream()
                .filter(model -> model.schema().equals(projection.schema()))
                .findFirst()
                .orElseThrow();
    }

    private static List<@Nullable String> forms(Table table, List<@Nullable Object> row) {
        var forms = new ArrayList<@Nullable String>();
        for (int i = 0; i < row.size(); i++) {
            var value = row.get(i);
            forms.add(table.columns()
                    .get(i)
                    .type()
                    .form(value instanceof Number number ? new java.math.BigDecimal(number.toString()) : value));
        }
        return forms;
    }
}
