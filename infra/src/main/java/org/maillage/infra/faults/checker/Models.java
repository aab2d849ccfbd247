package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The read models. */
final class Models {

    /** Those whose folds are written here again, with the versions that these are of. */
    static final List<String> ALL = List.of(
            "access_v1",
            "agenda_v1",
            "bilan_v2",
            "cards_v3",
            "compliance_v1",
            "directory_v1",
            "person_data_v1",
            "pipeline_v1",
            "proof_v1",
            "relationship_history_v2",
            "time_cost_v3");

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
