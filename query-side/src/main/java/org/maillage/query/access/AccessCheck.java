package org.maillage.query.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.Asks;
import org.maillage.edge.Forbidden;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.access.Admission;
import org.maillage.kernel.access.Ask;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.TextValues;
import org.maillage.query.Actor;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.access.Access.Place;
import org.maillage.query.access.Access.Standing;
import org.maillage.query.access.Question.Name;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Stands before every question, behind the wait for what the caller has seen. What belongs to a centre that does not know the
 * caller is answered as what does not exist, before a controller could tell the two apart; a role that does not suffice in a
 * centre that does is refused.
 */
final class AccessCheck implements HandlerInterceptor {

    private static final String VISIBLE = Visible.class.getName();

    private record Mapped(String pattern, Method handler) {}

    /** A thing as a request names it. */
    private record Named(Name name, UUID id) {}

    /** Where a caller stands, and what a role that opens this door lets them be there. */
    private record Entry(Standing standing, Admission admission) {}

    private final Access access;
    private final Map<Mapped, Question> questions = new ConcurrentHashMap<>();

    AccessCheck(Access access) {
        this.access = access;
    }

    /** @throws IllegalStateException when nobody was let in */
    static Visible visible(NativeWebRequest request) {
        if (request.getAttribute(VISIBLE, RequestAttributes.SCOPE_REQUEST) instanceof Visible visible) {
            return visible;
        }
        throw new IllegalStateException("nobody was let in");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws MissingServletRequestParameterException {
        if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                && handler instanceof HandlerMethod method) {
            var question = questions.computeIfAbsent(
                    new Mapped(pattern, method.getMethod()), mapped -> Question.of(mapped.handler(), mapped.pattern()));
            var entries = entries(Asks.of(request), question, named(question, request));
            request.setAttribute(VISIBLE, visible(entries));
            Actor.is(request, persons(entries));
        }
        return true;
    }

    private List<Entry> entries(Ask ask, Question question, Collection<Named> named)
            throws MissingServletRequestParameterException {
        if (!named.isEmpty()) {
            return checked(ask, named);
        }
        if (!question.narrows() && !question.ofNoCentre()) {
            throw new MissingServletRequestParameterException(question.required(), UUID.class.getSimpleName());
        }
        var standings = access.everywhere(ask.caller());
        var entries = standings.stream()
                .map(standing -> entry(standing, ask))
                .flatMap(Optional::stream)
                .toList();
        // Whoever is known nowhere is shown an empty list, whoever is known with other roles is told so.
        if (entries.isEmpty() && (question.ofNoCentre() || !standings.isEmpty())) {
            throw new Forbidden();
        }
        return entries;
    }

    /**
     * That the caller may know of each thing, and then that their role suffices.
     *
     * @throws UnknownResource for the first that they may not know of
     */
    private List<Entry> checked(Ask ask, Collection<Named> named) {
        var places =
                access.of(ask.caller(), named.stream().map(Named::id).distinct().toList());
        var found = named.stream().map(one -> found(one, places.get(one.id()))).toList();
        found.forEach(one -> one.requireShown(one.standing().admission()));
        var entries = new ArrayList<Entry>();
        for (var one : found) {
            var entry = entry(one.standing(), ask).orElseThrow(Forbidden::new);
            one.requireShown(entry.admission());
            entries.add(entry);
        }
        return entries;
    }

    private static Found found(Named named, @Nullable Place place) {
        if (place == null || place.kind() != named.name().thing() || place.standing() == null) {
            throw named.name().thing().unknown();
        }
        return new Found(named.id(), place, place.standing());
    }

    /** A thing of a centre that knows the caller. */
    private record Found(UUID id, Place place, Standing standing) {

        void requireShown(Admission admission) {
            if (!isShown(admission)) {
                throw place.kind().unknown();
            }
        }

        /** To a confined partner: its centre, its own card, its partnerships and what belongs to them. */
        private boolean isShown(Admission admission) {
            var partner = admission.confinedTo();
            return partner == null
                    || place.kind() == Thing.EPN
                    || id.equals(partner.value())
                    || (place.partnership() != null && standing.partnerships().contains(place.partnership()));
        }
    }

    private static Optional<Entry> entry(Standing standing, Ask ask) {
        return Optional.ofNullable(standing.admission().through(ask.allowed()))
                .map(admission -> new Entry(standing, admission));
    }

    /** Who the caller is, as far as centres know. */
    private static List<PersonId> persons(Collection<Entry> entries) {
        var persons = new ArrayList<PersonId>();
        for (var entry : entries) {
            var person = entry.admission().person();
            if (person != null) {
                persons.add(person);
            }
        }
        return persons;
    }

    private static Visible visible(Collection<Entry> entries) {
        var centres = new HashSet<UUID>();
        var confined = new HashMap<UUID, Set<UUID>>();
        for (var entry : entries) {
            var epn = entry.standing().epn().value();
            if (entry.admission().confinedTo() == null) {
                centres.add(epn);
            } else {
                confined.put(epn, entry.standing().partnerships());
            }
        }
        return new Visible(centres, confined);
    }

    private static Collection<Named> named(Question question, HttpServletRequest request) {
        var named = new LinkedHashSet<Named>();
        for (var name : question.names()) {
            for (var text : texts(name, request)) {
                named.add(new Named(name, id(name, text)));
            }
        }
        return named;
    }

    private static List<String> texts(Name name, HttpServletRequest request) {
        if (name.inPath()) {
            var variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
            return variables instanceof Map<?, ?> map && map.get(name.text()) instanceof String text
                    ? List.of(text)
                    : List.of();
        }
        var values = request.getParameterValues(name.text());
        return values == null ? List.of() : List.of(values);
    }

    /** As a controller reads it. */
    private static UUID id(Name name, String text) {
        try {
            return TextValues.read(text, UUID.class);
        } catch (InvalidValue invalid) {
            throw InvalidRequest.parameter(name.text(), invalid.detail());
        }
    }
}
