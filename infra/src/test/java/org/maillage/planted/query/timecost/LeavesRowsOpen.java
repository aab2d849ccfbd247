package org.maillage.planted.query.timecost;

import org.springframework.jdbc.core.simple.JdbcClient;

final class LeavesRowsOpen {

    static long count(JdbcClient database) {
        return database.sql("select 1").query(Integer.class).stream().count();
    }

    private LeavesRowsOpen() {}
}
