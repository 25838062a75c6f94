// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one kind of value is written, read and described. Immutable and thread-safe.
 *
 * @param <T> the type of the value
 * @param expected what is accepted, in words that fit into {@code (expected: …)}
 * @param parser reads a value; throws {@link IllegalArgumentException} for anything that is not {@code expected}
 * @param printer writes a value so that {@code parser} reads it back
 */
public record ValueType<T>(String expected, Function<String, T> parser, Function<T, String> printer) {

    static final String OFF = "off";

    /** What {@link #pathOrNone} makes of nothing. */
    static final Path NO_PATH = Path.of("");

    /** Whole numbers in a range, both ends included. */
    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>(
                min + " to " + max,
                text -> inRange(Integer.valueOf(text), min, max),
                number -> Integer.toString(number));
    }

    /** {@code true} or {@code false}. */
    static ValueType<Boolean> flag() {
        return words("true", "false");
    }

    /** {@code on} (true) or {@code off} (false). */
    static ValueType<Boolean> onOff() {
        return words("on", OFF);
    }

    /** Text that matches a pattern as a whole. */
    static ValueType<String> text(String pattern, String expected) {
        Pattern compiled = Pattern.compile(pattern);
        return new ValueType<>(
                expected,
                text -> {
                    require(compiled.matcher(text).matches());
                    return text;
                },
                text -> text);
    }

    /** The path of a file or folder, relative to the working directory. */
    static ValueType<Path> path() {
        return new ValueType<>(
                "a path",
                text -> {
                    require(!text.isBlank());
                    return Path.of(text);
                },
                Path::toString);
    }

    /** As {@link #path}, or nothing for {@link #NO_PATH}. */
    static ValueType<Path> pathOrNone() {
        return new ValueType<>("a path, or nothing", Path::of, Path::toString);
    }

    /** A size in a range, both ends included. */
    static ValueType<DataSize> size(DataSize min, DataSize max) {
        return new ValueType<>(
                "a size from " + min + " to " + max,
                text -> inRange(DataSize.parse(text), min, max),
                DataSize::toString);
    }

    /** A duration in a range, both ends included. */
    static ValueType<Duration> duration(Duration min, Duration max) {
        return new ValueType<>(
                "a duration from " + DurationText.print(min) + " to " + DurationText.print(max),
                text -> inRange(DurationText.parse(text), min, max),
                DurationText::print);
    }

    /** A rate such as {@code 20/1s burst 100}. */
    static ValueType<Rate> rate() {
        return new ValueType<>("a rate such as 20/1s burst 100", Rate::parse, Rate::toString);
    }

    /** Names, such as {@code admin, root}. */
    static ValueType<ReservedNames> reservedNames() {
        return new ValueType<>("names such as admin, root; or off", ReservedNames::parse, ReservedNames::toString);
    }

    /** Ranges of addresses, such as {@code 10.0.0.0/8, 2001:db8::/32}. */
    static ValueType<AddressRanges> addressRanges() {
        return new ValueType<>(
                "addresses or ranges of them, such as 10.0.0.0/8, 2001:db8::/32; or off",
                AddressRanges::parse,
                AddressRanges::toString);
    }

    /** What single rooms keep, such as {@code #ops 90d, #ci 5000, #audit off}. */
    static ValueType<RoomKeeps> roomKeeps() {
        return new ValueType<>(
                "each room once with an age, a count, both or off, such as \"#ops 90d, #ci 5000, #log 7d 1000, #audit off\"; or"
                        + " off",
                RoomKeeps::parse,
                RoomKeeps::toString);
    }

    /**
     * One of the constants of an enum, in lower case.
     */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String expected = constants.stream().map(ValueType::word).collect(Collectors.joining(" | "));
        return new ValueType<>(
                expected,
                text -> constants.stream()
                        .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new),
                ValueType::word);
    }

    /** One of the constants of an enum, in lower case and with hyphens. */
    static <E extends Enum<E>> ValueType<E> kebabChoice(Class<E> type) {
        ValueType<E> words = choice(type);
        return new ValueType<>(
                words.expected().replace('_', '-'),
                text -> words.parse(text.replace('-', '_')),
                constant -> words.print(constant).replace('_', '-'));
    }

    /** A value of this type, or {@code off} for no bound at all. */
    ValueType<Limit<T>> orOff() {
        return new ValueType<>(
                expected + ", or off",
                text -> isOff(text) ? Limit.off() : Limit.atMost(parser.apply(text)),
                limit -> limit instanceof Limit.AtMost<T> bound ? printer.apply(bound.value()) : OFF);
    }

    /**
     * A value of this type, where {@code off} means the largest one that makes sense. For bounds on the memory of a
     * connection, which must stay bounded.
     */
    ValueType<T> orOffAs(T largest) {
        return new ValueType<>(
                expected + ", or off for the largest", text -> isOff(text) ? largest : parser.apply(text), printer);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if the text is not {@link #expected}; its message is not for people
     */
    T parse(String text) {
        return parser.apply(text.strip());
    }

    /** Writes a value so that {@link #parse} reads it back. */
    String print(T value) {
        return printer.apply(value);
    }

    private static ValueType<Boolean> words(String yes, String no) {
        return new ValueType<>(
                yes + " | " + no,
                text -> {
                    boolean positive = text.equalsIgnoreCase(yes);
                    require(positive || text.equalsIgnoreCase(no));
                    return positive;
                },
                value -> value ? yes : no);
    }

    private static boolean isOff(String text) {
        return text.equalsIgnoreCase(OFF);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <C extends Comparable<C>> C inRange(C value, C min, C max) {
        require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        return value;
    }

    private static void require(boolean acceptable) {
        if (!acceptable) {
            throw new IllegalArgumentException("value: not as expected");
        }
    }
}
