package org.maillage.query.access;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;
import org.maillage.query.OfNoCentre;
import org.maillage.query.Visible;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * What the check must know of a handler before it lets anybody through to it: which things a request names, or else that the
 * handler shows only what is {@link Visible}, or nothing of any centre. A handler of which none holds answers nobody.
 *
 * @param names in the order of the handler's parameters
 * @param narrows whether the handler takes what is visible, and so limits itself
 */
record Question(List<Name> names, boolean narrows, boolean ofNoCentre) {

    /** Where a request names a thing. */
    record Name(String text, Thing thing, boolean inPath, boolean required) {}

    /** @throws IllegalStateException when something stays open */
    static Question of(Method handler, String pattern) {
        var ofNoCentre = handler.isAnnotationPresent(OfNoCentre.class);
        var names = new ArrayList<Name>();
        var narrows = false;
        for (var parameter : handler.getParameters()) {
            var name = name(parameter, pattern);
            if (name != null) {
                names.add(name);
            } else if (!ofNoCentre && isIdentifier(parameter)) {
                throw new IllegalStateException(
                        handler + " takes " + parameter.getName() + ", of which nobody knows what it names");
            }
            narrows |= parameter.getType() == Visible.class;
        }
        if (ofNoCentre
                ? narrows || !names.isEmpty()
                : !narrows && names.stream().noneMatch(Name::required)) {
            throw new IllegalStateException(
                    handler + " must name a thing, take what is visible, or else show nothing of any centre");
        }
        return new Question(List.copyOf(names), narrows, ofNoCentre);
    }

    /** What must be named. */
    String required() {
        return names.stream().filter(Name::required).map(Name::text).findFirst().orElseThrow();
    }

    private static @Nullable Name name(Parameter parameter, String pattern) {
        var variable = AnnotatedElementUtils.findMergedAnnotation(parameter, PathVariable.class);
        if (variable != null) {
            var text = called(variable.name(), parameter);
            return Thing.ofSegment(segmentBefore(text, pattern))
                    .map(thing -> new Name(text, thing, true, true))
                    .orElse(null);
        }
        var query = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
        if (query != null) {
            var text = called(query.name(), parameter);
            var required = query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
            return Thing.ofParameter(text)
                    .map(thing -> new Name(text, thing, false, required))
                    .orElse(null);
        }
        return null;
    }

    private static String called(String name, Parameter parameter) {
        return name.isEmpty() ? parameter.getName() : name;
    }

    /** {@code persons} of {@code /api/v1/persons/{id}/photo}. */
    private static String segmentBefore(String variable, String pattern) {
        var before = pattern.substring(0, Math.max(0, pattern.indexOf("/{" + variable + "}")));
        return before.substring(before.lastIndexOf('/') + 1);
    }

    /** A path names something in any case; a parameter by its type or by how it is called. */
    private static boolean isIdentifier(Parameter parameter) {
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            return true;
        }
        var query = parameter.getAnnotation(RequestParam.class);
        return query != null
                && (!isPlain(parameter.getType())
                        || called(query.name(), parameter)
                                .toLowerCase(Locale.ROOT)
                                .endsWith("id")
                        || called(query.name(), parameter)
                                .toLowerCase(Locale.ROOT)
                                .endsWith("ids"));
    }

    /** What cannot hold an identifier, or, as a text, could only by its name. */
    private static boolean isPlain(Class<?> type) {
        return type != UUID.class
                && !Id.class.isAssignableFrom(type)
                && !type.isArray()
                && !Iterable.class.isAssignableFrom(type);
    }
}
