package org.maillage.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a controller's method: the record that the command's handler returns, whose components join {@code id} and {@code version} in
 * the answer. What is returned without being declared is a mistake and answers nothing.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Adds {

    Class<? extends Record> value();
}
