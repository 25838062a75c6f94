// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of bytes, written as {@code 64KiB}. Immutable and thread-safe.
 *
 * @param bytes the number of bytes, 0 or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    /** Checks the range. */
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
    }

    /** A size of so many bytes, 0 or more. */
    public static DataSize ofBytes(long bytes) {
        return new DataSize(bytes);
    }

    /** A size of so many KiB (1,024 bytes), 0 or more. */
    public static DataSize ofKibibytes(long kibibytes) {
        return new DataSize(Math.multiplyExact(kibibytes, KIB));
    }

    /** A size of so many MiB (1,048,576 bytes), 0 or more. */
    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(Math.multiplyExact(mebibytes, MIB));
    }

    /**
     * Reads {@code 0}, {@code 512B}, {@code 64KiB}, {@code 256MiB} or {@code 1GiB}; a bare number counts bytes.
     *
     * @throws IllegalArgumentException if the text is not a size, or one beyond 2<sup>63</sup>
     */
    public static DataSize parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("size: " + text + " (expected: a size such as 64KiB)");
        }
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("size: " + text + " (expected: below 2^63 bytes)", e);
        }
    }

    /**
     * The number of bytes as an {@code int}, for Netty's and the JDK's own settings.
     *
     * @throws ArithmeticException beyond 2 GiB; the ranges of the keys rule that out where it matters
     */
    public int toIntBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form that {@link #parse} reads back, such as {@code 64KiB}. */
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0";
        }
        if (bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + "B";
    }

    private static long factor(@Nullable String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "gib" -> GIB;
            case "mib" -> MIB;
            case "kib" -> KIB;
            default -> 1;
        };
    }
}
