package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After packaging: programs, resources and automatic configurations are found in nested jars too. */
final class MaillageJarIT {

    @TempDir
    private Path dataDir;

    @Test
    void the_packaged_jar_is_the_same_platform() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Path.of("target", "maillage.jar").toString();
        try (var platform = PlatformProcess.start(dataDir, Map.of(), java, "-Xmx512m", "-jar", jar)
                .awaitReady()) {
            assertThat(platform.get("/health").statusCode()).isEqualTo(200);
            assertThat(platform.errors()).isEmpty();
            assertThat(platform.get("/unknown").statusCode()).isEqualTo(404);
            assertThat(platform.terminate()).isEqualTo(143);
            assertThat(platform.leavesPostgresRunning()).isFalse();
        }
    }
}
