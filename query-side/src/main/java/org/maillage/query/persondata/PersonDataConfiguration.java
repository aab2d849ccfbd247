package org.maillage.query.persondata;

import java.time.Clock;
import java.time.InstantSource;
import java.time.Period;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.maillage.query.Telling;
import org.maillage.query.intake.PersonNames;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class PersonDataConfiguration implements WebMvcConfigurer {

    @Bean
    static Retention retention(Environment environment) {
        return Retention.of(environment);
    }

    /**
     * @param capacity how many reads may wait to be written before further ones are refused
     * @param kept how long it is known who read; the CNIL recommends six months to a year
     */
    @Bean
    static PersonalReads personalReads(
            DataSource database,
            @Value("${maillage.reads.queue:10000}") int capacity,
            @Value("${maillage.retention.personal-reads:P1Y}") Period kept) {
        return open(database, new RequestAsker(), Clock.systemUTC(), capacity, kept);
    }

    @Bean
    static PersonData personData(JdbcClient database, PersonNames personNames, PersonalReads reads, Telling telling) {
        return new PersonData(database, personNames, reads, telling, Clock.systemUTC());
    }

    /** Not a Flyway bean: Spring Boot would take it for the only one, and leave the intake without its own. */
    static PersonalReads open(
            DataSource database, PersonalReads.Asker asker, InstantSource clock, int capacity, Period kept) {
        Flyway.configure()
                .dataSource(database)
                .schemas("reads")
                .locations("classpath:db/reads")
                .load()
                .migrate();
        return new PersonalReads(JdbcClient.create(database), asker, clock, capacity, kept);
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.addCustomConverter(new AccessPage());
    }
}
