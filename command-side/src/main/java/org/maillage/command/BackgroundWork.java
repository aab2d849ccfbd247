package org.maillage.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** What one thread does beside the requests, for as long as the application runs: from before the first until after the last. */
public abstract class BackgroundWork implements SmartLifecycle {

    /** To end what is under way, and once more to end it when it is cut short. */
    private static final Duration LAST_STEP = Duration.ofSeconds(3);

    private final String name;
    private volatile CountDownLatch end = new CountDownLatch(0);
    private @Nullable Thread thread;

    /** @param name of the thread */
    protected BackgroundWork(String name) {
        this.name = name;
    }

    /** Works until it {@linkplain #isRunning() runs no more}. */
    protected abstract void work() throws InterruptedException;

    /** Whoever waits for something to do looks up: there may be something, or it is the end. */
    protected void wake() {}

    /**
     * Waits, unless the end comes before.
     *
     * @return whether it has come
     */
    protected final boolean pause(Duration duration) throws InterruptedException {
        return end.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public final synchronized void start() {
        if (!isRunning()) {
            end = new CountDownLatch(1);
            thread = Thread.ofPlatform().name(name).daemon().start(this::run);
        }
    }

    /** Ends after the step under way, unless that takes long: then it is cut short. */
    @Override
    public final synchronized void stop() {
        end.countDown();
        var ending = thread;
        if (ending != null) {
            wake();
            try {
                if (!ending.join(LAST_STEP)) {
                    ending.interrupt();
                    ending.join(LAST_STEP);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public final boolean isRunning() {
        return end.getCount() > 0;
    }

    /** Before the web server starts and after it stops. */
    @Override
    public final int getPhase() {
        return 0;
    }

    private void run() {
        try {
            work();
        } catch (InterruptedException cutShort) {
            Thread.currentThread().interrupt();
        }
    }
}
