package org.maillage.edge;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The side's pool of connections is watched, and gives none while the database is silent. */
@Configuration(proxyBeanMethods = false)
class PulseConfiguration {

    private static final String PATIENCE = "maillage.database-pulse";

    @Bean
    static Pulse databasePulse(Environment environment) {
        return new Pulse(environment.getProperty(PATIENCE, Duration.class, Duration.ofMillis(500)));
    }

    @Bean
    static BeanPostProcessor watchedPool(Pulse pulse) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pulse.lines().forEach((setting, value) -> pool.addDataSourceProperty((String) setting, value));
                }
                return bean;
            }

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (!(bean instanceof HikariDataSource pool)) {
                    return bean;
                }
                pulse.watch(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword(), pool.getDataSourceProperties());
                return new Watched(pool, pulse);
            }
        };
    }

    /** Refuses at once what would be waited for in vain. */
    private static final class Watched extends DelegatingDataSource {

        private final Pulse pulse;

        Watched(DataSource pool, Pulse pulse) {
            super(pool);
            this.pulse = pulse;
        }

        @Override
        public Connection getConnection() throws SQLException {
            pulse.require();
            try {
                return super.getConnection();
            } catch (SQLTransientConnectionException waitedInVain) {
                pulse.doubt();
                throw waitedInVain;
            }
        }
    }
}
