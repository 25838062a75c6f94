// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.name;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text looks like: UTS 39, section 4, in lower case. Two texts with the same skeleton can be taken for each other,
 * such as {@code ape} in Latin and in Cyrillic letters. Only to be compared, never to be shown.
 */
final class Skeleton {

    private static final String DATA = "look-alikes.txt";

    /** Code point to what it looks like. */
    private static final Map<Integer, String> PROTOTYPES = read();

    private static final Pattern SOFT_DOTTED = Pattern.compile("([ij])\u0307");

    private Skeleton() {}

    /** The skeleton of a text. Taking it twice is the same. */
    static String of(String text) {
        // In lower case and once more: what looks like O or m as a capital should be found by o and rn.
        return prototypes(prototypes(text).toLowerCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
    }

    /** What a text looks like with its capitals kept: {@code NICK} can be taken for {@code NlCK}, and not for {@code nlck}. */
    static String withCapitals(String text) {
        return prototypes(text);
    }

    private static String prototypes(String text) {
        StringBuilder looks = new StringBuilder(text.length());
        decomposed(text)
                .codePoints()
                .forEach(codePoint -> looks.append(PROTOTYPES.getOrDefault(codePoint, Character.toString(codePoint))));
        // A dot above a letter that has one is not drawn (Soft_Dotted).
        return SOFT_DOTTED.matcher(decomposed(looks.toString())).replaceAll("$1");
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    private static Map<Integer, String> read() {
        try (InputStream in = Objects.requireNonNull(Skeleton.class.getResourceAsStream(DATA), DATA);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<Integer, String> prototypes = new HashMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int semicolon = line.indexOf(';');
                prototypes.put(
                        codePoint(line.substring(0, semicolon)),
                        Arrays.stream(line.substring(semicolon + 1).split(" ", -1))
                                .map(number -> Character.toString(codePoint(number)))
                                .collect(Collectors.joining()));
            });
            return Map.copyOf(prototypes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int codePoint(String hex) {
        return Integer.parseInt(hex, 16);
    }
}
