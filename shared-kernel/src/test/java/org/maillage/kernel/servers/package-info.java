/**
 * The real servers: PostgreSQL and Kafka as local processes, for tests and for the local platform. They need neither a
 * container engine nor an installation.
 */
@NullMarked
package org.maillage.kernel.servers;

import org.jspecify.annotations.NullMarked;
