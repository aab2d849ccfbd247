package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.CommandSide;
import org.maillage.query.QuerySide;

final class SideClassLoaderTest {

    private static final String IMPORTS =
            "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

    private final ClassLoader parent = getClass().getClassLoader();
    private final ClassLoader query =
            new SideClassLoader(parent, List.of(CommandSide.class, AxonAutoConfiguration.class));

    @Test
    void a_side_does_not_see_what_the_other_side_brings() {
        assertThat(parent.getResource("org/maillage/command/CommandSide.class")).isNotNull();
        assertThat(query.getResource("org/maillage/command/CommandSide.class")).isNull();
        assertThat(query.getResource("org/maillage/query/QuerySide.class")).isNotNull();
    }

    @Test
    void automatic_configurations_of_the_other_side_do_not_apply() throws Exception {
        var all = Collections.list(parent.getResources(IMPORTS));
        assertThat(all).anyMatch(url -> url.toString().contains("axon"));
        assertThat(Collections.list(query.getResources(IMPORTS)))
                .hasSizeGreaterThan(1)
                .hasSizeLessThan(all.size())
                .noneMatch(url -> url.toString().contains("axon"));
    }

    @Test
    void classes_are_shared() throws Exception {
        assertThat(query.loadClass(QuerySide.class.getName())).isSameAs(QuerySide.class);
    }
}
