package org.maillage.infra;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both sides in one JVM, each with the resources of a JVM of its own: {@code application.yaml}, migrations and automatic
 * configurations that only the other side brings are hidden. Classes are shared.
 */
final class SideClassLoader extends ClassLoader {

    private final List<String> hidden;

    SideClassLoader(ClassLoader parent, List<Class<?>> hidden) {
        super(parent);
        this.hidden = hidden.stream().map(SideClassLoader::location).toList();
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Override
    public @Nullable URL getResource(String name) {
        try {
            var visible = getResources(name);
            return visible.hasMoreElements() ? visible.nextElement() : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return Collections.enumeration(Collections.list(getParent().getResources(name)).stream()
                .filter(url -> hidden.stream().noneMatch(url.toString()::contains))
                .toList());
    }
}
