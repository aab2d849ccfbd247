package org.maillage.kernel.servers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Keeps the servers' own chatter out of the log, where nobody configured it. A listener, as Spring Boot resets all
 * levels at each start.
 */
final class QuietLibraries implements LoggerContextListener {

    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARN,
            "org.apache.kafka", Level.WARN,
            "state.change.logger", Level.WARN,
            "io.zonky", Level.WARN,
            "org.testcontainers", Level.WARN,
            "com.github.dockerjava", Level.WARN,
            // These two warn at every first start, and as long as a restarted broker has not registered again.
            "org.apache.kafka.controller", Level.ERROR,
            "org.apache.kafka.clients.NetworkClient", Level.ERROR);
    private static final QuietLibraries LISTENER = new QuietLibraries();

    private QuietLibraries() {}

    static synchronized void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && !context.getCopyOfListenerList().contains(LISTENER)) {
            context.addListener(LISTENER);
            LISTENER.onReset(context);
        }
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onReset(LoggerContext context) {
        LEVELS.forEach((name, level) -> {
            var logger = context.getLogger(name);
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }

    @Override
    public void onStart(LoggerContext context) {}

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {}
}
