package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The read models. */
final class Models {

    /** Those whose folds are written here again, in the versions that these are of. */
    static final List<Model> ALL = Stream.concat(
                    Stream.of(
                            new HistoryModel(),
                            new TimeCostModel(),
                            new BilanModel(),
                            new KeptModel.Cards(),
                            new AccessModel(),
                            new PersonDataModel(),
                            new ProofModel()),
                    KeptModel.all().stream())
            .toList();

    private Models() {}

    /** The schemas that answer. */
    static List<String> serving(Connection connection) throws SQLException {
        var serving = new ArrayList<String>();
        try (var query = connection.prepareStatement(
                        "select projection || '_v' || version from intake.serving_version order by 1");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                serving.add(rows.getString(1));
            }
        }
        return serving;
    }
}
