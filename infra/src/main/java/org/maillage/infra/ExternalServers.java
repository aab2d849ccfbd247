package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.BROKER;
import static org.maillage.infra.StartUpFailure.Reason.DATABASE;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** A first look at servers that somebody else runs, so that a wrong address is one clear line and not a page of log. */
final class ExternalServers {

    private static final int PATIENCE_SECONDS = 5;

    private ExternalServers() {}

    static void check(PlatformDatabase database) {
        var properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
        try (var connection = DriverManager.getConnection(database.url(), properties)) {
            if (!connection.isValid(PATIENCE_SECONDS)) {
                throw new SQLException("it does not answer");
            }
        } catch (SQLException refused) {
            var state = Objects.toString(refused.getSQLState(), "");
            throw new StartUpFailure(
                    DATABASE,
                    switch (state) {
                        case "28P01", "28000" ->
                            "PostgreSQL at " + database.url() + " refuses the user " + database.user()
                                    + " or the password; correct MAILLAGE_DB_USER and MAILLAGE_DB_PASSWORD";
                        case "3D000" ->
                            "the database of " + database.url()
                                    + " does not exist; create it or correct MAILLAGE_DB_URL";
                        default ->
                            "no PostgreSQL answers at " + database.url() + " (" + refused.getMessage()
                                    + "); start it, or correct or unset MAILLAGE_DB_URL";
                    },
                    refused);
        }
    }

    static void check(String bootstrap) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrap,
                "request.timeout.ms", 1000 * PATIENCE_SECONDS,
                "default.api.timeout.ms", 1000 * PATIENCE_SECONDS);
        try (var admin = Admin.create(settings)) {
            admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException silent) {
            throw new StartUpFailure(
                    BROKER,
                    "no Kafka answers at " + bootstrap + "; start it, or correct or unset MAILLAGE_KAFKA_BOOTSTRAP",
                    silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartUpFailure(BROKER, "interrupted while looking for Kafka at " + bootstrap, interrupted);
        }
    }
}
