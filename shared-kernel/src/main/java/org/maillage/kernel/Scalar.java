package org.maillage.kernel;

/**
 * A record of one component that stands for a single value: it travels as that value alone, in JSON as in answers.
 *
 * @param <T> what it travels as
 */
public interface Scalar<T> {

    T value();
}
