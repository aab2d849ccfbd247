package org.maillage.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a handler whose answer shows nothing of any centre: hashes and positions of the ledger alone, not what was recorded there.
 * Whoever has the role in one centre may ask.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OfNoCentre {}
