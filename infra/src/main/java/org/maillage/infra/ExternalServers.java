package org.maillage.infra;

import static org.maillage.infra.StartUpFailure.Reason.BROKER;
import static org.maillage.infra.StartUpFailure.Reason.DATABASE;
import static org.maillage.infra.StartUpFailure.Reason.SETTING;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A first look at servers that somebody else runs, so that a wrong address is one clear line and not a page of log. */
final class ExternalServers {

    private static final Logger log = LoggerFactory.getLogger(ExternalServers.class);
    private static final int PATIENCE_SECONDS = 5;

    private ExternalServers() {}

    /** As each of the roles that a side needs: it works as the one, and changes its tables as the other. */
    static void check(Settings settings, Side.Kind kind, PlatformDatabase database) {
        check(database.url(), database.login(), PlatformDatabase.variables(settings, kind));
        if (!database.owner().equals(database.login())) {
            check(database.url(), database.owner(), "MAILLAGE_DB");
        }
    }

    private static void check(String url, PlatformDatabase.Login login, String variables) {
        var properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
        try (var connection = DriverManager.getConnection(url, properties)) {
            if (!connection.isValid(PATIENCE_SECONDS)) {
                throw new SQLException("it does not answer");
            }
        } catch (SQLException refused) {
            var state = Objects.toString(refused.getSQLState(), "");
            throw new StartUpFailure(
                    DATABASE,
                    switch (state) {
                        case "28P01", "28000" ->
                            "PostgreSQL at " + url + " refuses the user " + login.user() + " or the password; correct "
                                    + variables + "_USER and " + variables + "_PASSWORD";
                        case "3D000" ->
                            "the database of " + url + " does not exist; create it or correct MAILLAGE_DB_URL";
                        default ->
                            "no PostgreSQL answers at " + url + " (" + refused.getMessage()
                                    + "); start it, or correct or unset MAILLAGE_DB_URL";
                    },
                    refused);
        }
    }

    /**
     * Where Kafka is not needed for the main thing: commands go on while it is away, also on a node that is started meanwhile. A
     * Kafka that refuses us is a setting to be put right.
     */
    static void lookFor(PlatformKafka kafka) {
        try {
            check(kafka);
        } catch (StartUpFailure failure) {
            if (failure.reason() != BROKER
                    || failure.getCause() instanceof ExecutionException answered
                            && answered.getCause() instanceof AuthenticationException) {
                throw failure;
            }
            log.warn("{}; going on without until it answers", failure.getMessage());
        }
    }

    static void check(PlatformKafka kafka) {
        var bootstrap = kafka.bootstrap();
        var settings = kafka.access().settings();
        settings.put("request.timeout.ms", 1000 * PATIENCE_SECONDS);
        settings.put("default.api.timeout.ms", 1000 * PATIENCE_SECONDS);
        try (var admin = Admin.create(settings)) {
            admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (KafkaException unfit) {
            throw new StartUpFailure(
                    SETTING,
                    "what " + kafka.properties() + " says does not fit a client of Kafka ("
                            + StartUpFailure.innermost(unfit) + "); correct the file of MAILLAGE_KAFKA_PROPERTIES",
                    unfit);
        } catch (ExecutionException | TimeoutException failed) {
            throw new StartUpFailure(
                    BROKER,
                    failed.getCause() instanceof AuthenticationException refused
                            ? "Kafka at " + bootstrap + " refuses us (" + refused.getMessage()
                                    + "); correct the file of" + " MAILLAGE_KAFKA_PROPERTIES"
                            : "no Kafka answers at " + bootstrap + "; start it, or correct or unset"
                                    + " MAILLAGE_KAFKA_BOOTSTRAP"
                                    + (kafka.properties() == null
                                            ? " (one with TLS or SASL needs MAILLAGE_KAFKA_PROPERTIES)"
                                            : ""),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartUpFailure(BROKER, "interrupted while looking for Kafka at " + bootstrap, interrupted);
        }
    }
}
