// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The texts of a run: which run, which sender, which of its messages, and when it was due, filled up to a length. All of them
 * are ASCII that JSON does not escape. Thread-safe, as it keeps what it was made with.
 */
final class Stamp {

    /** The shortest text that has room for any numbers. */
    static final int LEAST_BYTES = 48;

    private static final String FILLING = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final String run;
    private final int size;
    private final byte[] opening;
    private final byte[] filling;

    /**
     * For a run.
     *
     * @param run what no other run's texts have
     * @param size how many bytes each text has
     */
    Stamp(String run, int size) {
        this.run = run;
        this.size = size;
        this.opening = (run + " ").getBytes(StandardCharsets.US_ASCII);
        this.filling = FILLING.repeat(size / FILLING.length() + 1).getBytes(StandardCharsets.US_ASCII);
    }

    /** For a run that nobody has made before. */
    static Stamp random(int size) {
        return new Stamp(HexFormat.of().toHexDigits(new SplittableRandom().nextInt()), size);
    }

    /** What no other run's texts and rooms have. */
    String run() {
        return run;
    }

    int size() {
        return size;
    }

    /**
     * The text of a message.
     *
     * @param number 0, 1, 2, … for each sender
     * @param dueNanos when it was to be sent, counted from the beginning of the run
     */
    String text(int sender, long number, long dueNanos) {
        StringBuilder text = new StringBuilder(size)
                .append(run)
                .append(' ')
                .append(sender)
                .append(' ')
                .append(number)
                .append(' ')
                .append(dueNanos)
                .append(' ');
        for (int i = 0; text.length() < size; i++) {
            text.append((char) filling[i]);
        }
        return text.toString();
    }

    /** How every text of this run begins. */
    byte[] opening() {
        return opening;
    }

    /** Whether bytes are what texts are filled up with. */
    boolean isFilling(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, filling, 0, to - from);
    }
}
