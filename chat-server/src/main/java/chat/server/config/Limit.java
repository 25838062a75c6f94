// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/**
 * A bound that may be switched off. Immutable and thread-safe if the bound is.
 *
 * @param <T> what is bounded: a count, a duration, a rate
 */
public sealed interface Limit<T> {

    /** There is no bound. */
    record Off<T>() implements Limit<T> {

        @Override
        public String toString() {
            return "off";
        }
    }

    /**
     * There is a bound.
     *
     * @param value the largest that is allowed
     */
    record AtMost<T>(T value) implements Limit<T> {

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** No bound. */
    static <T> Limit<T> off() {
        return new Off<>();
    }

    /** A bound at this value, which is itself still allowed. */
    static <T> Limit<T> atMost(T value) {
        return new AtMost<>(value);
    }

    /** Whether there is no bound. */
    default boolean isOff() {
        return this instanceof Off<T>;
    }

    /**
     * The bound.
     *
     * @throws IllegalStateException if it is off; ask {@link #isOff} first, or use {@link #orElse}
     */
    default T value() {
        if (this instanceof AtMost<T> bound) {
            return bound.value;
        }
        throw new IllegalStateException("limit: off (expected: a bound)");
    }

    /** The bound, or this value if it is off: {@code limits.rooms().orElse(Integer.MAX_VALUE)}. */
    default T orElse(T unlimited) {
        return this instanceof AtMost<T> bound ? bound.value : unlimited;
    }
}
