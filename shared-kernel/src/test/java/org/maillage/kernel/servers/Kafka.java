package org.maillage.kernel.servers;

/** A running Kafka, wherever it runs. */
public interface Kafka {

    /** The {@code host:port} that clients are given. */
    String bootstrap();
}
