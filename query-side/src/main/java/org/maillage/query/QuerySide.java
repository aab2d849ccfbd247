package org.maillage.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The side that answers: it folds the feed into read models and serves them over HTTP. */
@SpringBootApplication
public class QuerySide {

    public static void main(String[] args) {
        SpringApplication.run(QuerySide.class, args);
    }
}
