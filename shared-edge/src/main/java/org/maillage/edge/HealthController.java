package org.maillage.edge;

import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the front door, or an orchestrator, whether this side can answer. */
@RestController
final class HealthController {

    private static final Logger log = LoggerFactory.getLogger(HealthController.class);
    private static final int PATIENCE_SECONDS = 1;

    private final DataSource database;
    private final ObjectProvider<Readiness> needed;

    HealthController(DataSource database, ObjectProvider<Readiness> needed) {
        this.database = database;
        this.needed = needed;
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, String>> health() {
        if (!answers()) {
            return unavailable("DOWN");
        }
        return needed.stream().allMatch(Readiness::ready)
                ? ResponseEntity.ok(Map.of("status", "UP"))
                : unavailable("STARTING");
    }

    private static ResponseEntity<Map<String, String>> unavailable(String status) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(Map.of("status", status));
    }

    private boolean answers() {
        try (var connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException unreachable) {
            log.warn("The database does not answer: {}", unreachable.getMessage());
            return false;
        }
    }
}
