package org.maillage.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The side that decides: it takes commands over HTTP, stores events in one order, publishes them. */
@SpringBootApplication
public class CommandSide {

    public static void main(String[] args) {
        SpringApplication.run(CommandSide.class, args);
    }
}
