package org.maillage.query.intake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a controller: the projections from which it answers. A request with a Consistency-Token waits until each of them has applied
 * it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {

    /** Names of projections. */
    String[] from();
}
