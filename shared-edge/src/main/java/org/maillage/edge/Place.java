package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The place of one request, which gives it back while it waits for something that is not this node's work. */
public final class Place {

    private static final String ATTRIBUTE = Place.class.getName();

    private final Places places;
    private boolean held;

    private Place(Places places) {
        this.places = places;
    }

    /** Without a place yet. */
    static Place in(Places places, HttpServletRequest request) {
        var place = new Place(places);
        request.setAttribute(ATTRIBUTE, place);
        return place;
    }

    /** Null for requests that need none. */
    public static @Nullable Place of(HttpServletRequest request) {
        return (Place) request.getAttribute(ATTRIBUTE);
    }

    /** False when there is none. */
    public boolean take() {
        if (!held) {
            held = places.take();
        }
        return held;
    }

    /** Does nothing when it is given back already. */
    public void leave() {
        if (held) {
            held = false;
            places.leave();
        }
    }
}
