package org.maillage.infra.bench;

/**
 * How much was done in one turn, and what it cost.
 *
 * @param events commands, rows or records: what is counted
 * @param processor seconds of a processor, of everything that is ours, whoever sends from another process left out
 * @param database of these, those of PostgreSQL
 * @param sender what whoever sends from another process has cost
 */
record Work(long events, double seconds, double processor, double database, double sender) {

    double rate() {
        return events / seconds;
    }

    /** Microseconds of a processor for each event. */
    double cost() {
        return 1e6 * processor / events;
    }

    /** Of these, those of PostgreSQL. */
    double databaseCost() {
        return 1e6 * database / events;
    }

    /** Beside these, those of whoever sends from another process. */
    double senderCost() {
        return 1e6 * sender / events;
    }
}
