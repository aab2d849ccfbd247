package org.maillage.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.Projection;
import org.postgresql.PGConnection;
import org.springframework.util.FileSystemUtils;

/** The rows of all read models in files, and the way back into empty tables of the same shape: one COPY per table, one thread. */
final class Dump implements AutoCloseable {

    private static final String SCHEMA = "bench";
    private static final int BUFFER = 1 << 16;

    private record Table(String original, String copy, String columns, Path file) {}

    private final Ground ground;
    private final Path directory;
    private final List<Table> tables = new ArrayList<>();

    Dump(Ground ground) {
        this.ground = ground;
        try {
            directory = Files.createTempDirectory("maillage-dump-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How many rows there are. */
    long take(Collection<Projection> projections) {
        long rows = 0;
        for (var projection : projections) {
            for (var table : projection.tables()) {
                rows += take(projection.schema(), table);
            }
        }
        return rows;
    }

    private long take(String schema, FactTable fact) {
        var columns = fact.columns().stream()
                .map(FactTable.Column::name)
                .collect(Collectors.joining(", ", "(", ", position, event_id, recorded_at)"));
        var name = schema + "_" + fact.name();
        var table =
                new Table(schema + "." + fact.name(), SCHEMA + "." + name, columns, directory.resolve(name + ".copy"));
        try (var connection = ground.connect();
                var out = Files.newOutputStream(table.file)) {
            tables.add(table);
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy " + table.original + " " + columns + " to stdout (format binary)", out);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The tables, empty. */
    void prepare() {
        ground.execute("drop schema if exists " + SCHEMA + " cascade", "create schema " + SCHEMA);
        for (var table : tables) {
            ground.execute("create table " + table.copy + " (like " + table.original + " including all)");
        }
    }

    void copyBack() {
        try (var connection = ground.connect()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : tables) {
                try (var in = Files.newInputStream(table.file)) {
                    copy.copyIn("copy " + table.copy + " " + table.columns + " from stdin (format binary)", in, BUFFER);
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(directory);
    }
}
