// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import org.jspecify.annotations.Nullable;

/** The texts of a run: each says which run, which sender, which message and when, and is filled up to a length. */
final class Wording {

    private static final String FILLING = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RADIX = 36;

    private final String prefix;
    private final int size;

    /**
     * What a text says.
     *
     * @param sentNanos when it was to be sent, by {@link System#nanoTime}
     */
    record Said(int sender, int number, long sentNanos) {}

    /**
     * @param run what no other run's texts have
     * @param size how many characters, all of one byte, a text has at least
     */
    Wording(String run, int size) {
        this.prefix = "bench " + run + " ";
        this.size = size;
    }

    /** The text of a message. */
    String text(Said said) {
        StringBuilder text = new StringBuilder(Math.max(size, prefix.length() + 32))
                .append(prefix)
                .append(said.sender())
                .append(' ')
                .append(said.number())
                .append(' ')
                .append(Long.toString(said.sentNanos(), RADIX));
        if (text.length() < size) {
            text.append(' ');
        }
        while (text.length() < size) {
            text.append(FILLING, 0, Math.min(FILLING.length(), size - text.length()));
        }
        return text.toString();
    }

    /** What a text says, or null if it is none of this run. */
    @Nullable
    Said parse(String text) {
        if (!text.startsWith(prefix)) {
            return null;
        }
        int number = text.indexOf(' ', prefix.length()) + 1;
        int nanos = number == 0 ? 0 : text.indexOf(' ', number) + 1;
        if (nanos == 0) {
            return null;
        }
        int end = text.indexOf(' ', nanos);
        try {
            return new Said(
                    Integer.parseInt(text, prefix.length(), number - 1, 10),
                    Integer.parseInt(text, number, nanos - 1, 10),
                    Long.parseLong(text, nanos, end < 0 ? text.length() : end, RADIX));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
