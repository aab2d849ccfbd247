package org.maillage.kernel.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;

class MasterKeyTest {

    private static final PersonId AMINA = new PersonId(Ids.next());

    @TempDir
    Path directory;

    @Test
    void a_new_key_is_readable_by_its_owner_alone() throws IOException {
        var file = directory.resolve("keys/master.key");

        MasterKey.readOrCreate(file);

        assertThat(Files.isRegularFile(file)).isTrue();
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.resolve("keys")).isDirectoryContaining("glob:**master.key");
        try (var files = Files.list(directory.resolve("keys"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_key_is_made_once() throws IOException {
        var file = directory.resolve("master.key");
        var first = MasterKey.readOrCreate(file).newCipher(AMINA).wrapped();
        var bytes = Files.readAllBytes(file);

        assertThat(MasterKey.readOrCreate(file).open(first).wrapped()).isEqualTo(first);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void those_who_start_together_share_one_key() throws Exception {
        for (int round = 0; round < 20; round++) {
            var file = directory.resolve("master" + round + ".key");
            var start = new CyclicBarrier(8);
            try (var starters = Executors.newVirtualThreadPerTaskExecutor()) {
                var tasks = new ArrayList<Callable<MasterKey>>();
                for (int i = 0; i < 8; i++) {
                    tasks.add(() -> {
                        start.await();
                        return MasterKey.readOrCreate(file);
                    });
                }
                var made = starters.invokeAll(tasks);
                var wrapped = made.getFirst().get().newCipher(AMINA).wrapped();
                for (var key : made) {
                    assertThat(key.get().open(wrapped).wrapped()).isEqualTo(wrapped);
                }
            }
        }
    }

    @Test
    void a_missing_key_is_a_mistake_where_keys_are_not_made() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MasterKey.read(directory.resolve("none.key")))
                .withMessageContaining("none.key");
    }

    @Test
    void a_file_that_holds_no_key_is_never_replaced() throws IOException {
        var file = Files.writeString(directory.resolve("master.key"), "precious");

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> MasterKey.readOrCreate(file))
                .withMessageContaining("holds no master key");
        assertThat(file).hasContent("precious");
    }
}
