package org.maillage.kernel.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmallDiskTest {

    private static final long SIZE = 300L << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_postgresql_on_a_full_disk_keeps_what_it_acknowledged_and_goes_on_when_there_is_room(boolean mounting)
            throws Exception {
        try (var disk = mounting
                        ? SmallDisk.create(directory.resolve("disk"), SIZE)
                        : SmallDisk.withoutMounting(directory.resolve("disk"));
                var postgres = new PostgresServer.Start(disk.directory().resolve("postgresql"), 0).run()) {
            postgres.execute("postgres", "create table kept (n int primary key, filler text)");
            postgres.execute("postgres", "insert into kept values (1, '')");
            disk.fill();
            // 32 MB of WAL: more than what is left of a segment that is there already.
            assertThatThrownBy(() -> insert(postgres, 2)).isInstanceOf(SQLException.class);
            disk.free();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                insert(postgres, 3);
                return true;
            });
            try (var connection = postgres.connect("postgres");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select string_agg(n::text, ',' order by n) from kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("1,3");
            }
        }
        assertThat(directory.resolve("disk")).doesNotExist();
    }

    @Test
    void what_a_killed_run_left_mounted_is_thrown_away() throws IOException {
        var left = SmallDisk.create(directory.resolve("disk"), 1 << 20);
        Files.writeString(left.directory().resolve("left"), "left");
        try (var disk = SmallDisk.create(directory.resolve("disk"), 1 << 20)) {
            assertThat(disk.directory()).isEmptyDirectory();
        }
    }

    private static void insert(PostgresServer postgres, int n) throws SQLException {
        // Incompressible, so that it is as long as it looks.
        postgres.execute("postgres", """
            insert into kept select %d, string_agg(md5(i::text || random()), '') from generate_series(1, 1000000) i
            """.formatted(n));
    }
}
