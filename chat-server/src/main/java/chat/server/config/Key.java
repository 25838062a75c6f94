// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * One setting: a row of the table in {@link Keys}. Immutable and thread-safe.
 *
 * @param <T> the type of its value
 * @param name section and name, such as {@code net.detect-timeout}
 * @param type how its values are written
 * @param fallback makes the value that holds if nobody sets one
 * @param fallbackText that value for the reference, or how it comes about where it depends on the machine
 * @param doc what it means, in one or two sentences
 * @param secret whether its value must never be shown, not even in an error message
 */
public record Key<T>(
        String name, ValueType<T> type, Supplier<T> fallback, String fallbackText, String doc, boolean secret) {

    private static final String HIDDEN = "(hidden)";

    static <T> Key<T> of(String name, ValueType<T> type, T fallback, String doc) {
        return new Key<>(name, type, () -> fallback, type.print(fallback), doc, false);
    }

    /** The part before the point, such as {@code net}. */
    String section() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The name of the environment variable that sets it, such as {@code CHAT_NET_DETECT_TIMEOUT}. */
    public String environmentName() {
        return Keys.ENVIRONMENT_PREFIX
                + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Names are unique; comparing the functions of a row would say nothing, and its hash code is asked for at every start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Key<?> key && name.equals(key.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The text of a value as it may be shown to people. */
    String shown(String text) {
        return secret ? HIDDEN : text;
    }
}
