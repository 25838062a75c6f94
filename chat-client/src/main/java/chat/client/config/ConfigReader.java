// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the form of a configuration: names, keys, and the texts of their values with their lines. Tokens are read instead of a
 * tree, because a tree has lost the lines and the duplicates. What it says never has a value in it, which might be a secret
 * at the wrong place.
 */
final class ConfigReader {

    private static final String TOP = "expected: default, profiles";

    /**
     * What stands behind a key.
     *
     * @param texts one, or those of a list
     * @param list whether it is a list
     */
    record Value(List<String> texts, boolean list, int line) {}

    /** A profile as it is written. */
    record Section(Map<ProfileKey, Value> values, int line) {}

    private final Path file;
    private final List<String> problems;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private @Nullable Value standard;
    private boolean profilesSeen;

    /** @param problems takes a line for each thing that is wrong */
    ConfigReader(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The profiles, by their names. */
    Map<String, Section> sections() {
        return sections;
    }

    /** Which profile is the one without a name, or null. */
    @Nullable
    Value standard() {
        return standard;
    }

    void read(String content) throws IOException {
        try (YAMLParser parser = new YAMLFactory().createParser(content)) {
            JsonToken first = parser.nextToken();
            if (first == null || (first.isScalarValue() && parser.getText().isBlank())) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                problem(line(parser), "not keys and values (" + TOP + ")");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readTop(parser);
            }
            if (parser.nextToken() != null) {
                problem(line(parser), "a second document is not expected");
            }
        } catch (JsonProcessingException e) {
            broken(e);
        }
    }

    private void readTop(YAMLParser parser) throws IOException {
        String key = parser.currentName();
        int line = line(parser);
        JsonToken value = parser.nextToken();
        switch (key) {
            case "default" -> {
                if (standard != null) {
                    problem(line, "default: again (expected: once)");
                }
                standard = value(parser, value, "default", line);
            }
            case "profiles" -> {
                if (profilesSeen) {
                    problem(line, "profiles: again (expected: once)");
                }
                profilesSeen = true;
                if (isMap(parser, value, "profiles", "names of profiles with their keys", line)) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        readProfile(parser);
                    }
                }
            }
            default -> {
                problem(line, "'" + key + "' is no key (" + TOP + ")");
                parser.skipChildren();
            }
        }
    }

    private void readProfile(YAMLParser parser) throws IOException {
        String name = parser.currentName();
        Section section = new Section(new EnumMap<>(ProfileKey.class), line(parser));
        if (sections.putIfAbsent(name, section) != null) {
            problem(section.line, "profiles." + name + ": again (expected: once)");
        }
        if (isMap(parser, parser.nextToken(), "profiles." + name, "keys such as server", section.line)) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readKey(parser, "profiles." + name + ".", section);
            }
        }
    }

    private void readKey(YAMLParser parser, String prefix, Section section) throws IOException {
        String text = parser.currentName();
        int line = line(parser);
        JsonToken token = parser.nextToken();
        ProfileKey key = ProfileKey.of(text);
        if (key == null) {
            boolean secret = text.equals("password") || text.equals("token");
            problem(
                    line,
                    prefix
                            + text
                            + (secret
                                    ? ": secrets do not belong into this file (expected: " + text + "-file, " + text
                                            + "-variable or " + text + "-command)"
                                    : " is no key (expected: " + ProfileKey.all() + ")"));
            parser.skipChildren();
            return;
        }
        Value value = value(parser, token, prefix + text, line);
        if (value == null) {
            return;
        }
        if (value.list && !key.isList()) {
            problem(line, prefix + text + ": a list (expected: " + key.expected() + ")");
        } else if (section.values.putIfAbsent(key, value) != null) {
            problem(line, prefix + text + ": again (expected: once)");
        }
    }

    private @Nullable Value value(YAMLParser parser, @Nullable JsonToken token, String name, int line)
            throws IOException {
        if (token == JsonToken.START_ARRAY) {
            List<String> texts = new ArrayList<>();
            boolean plain = true;
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                plain &= next != null && next.isScalarValue() && !parser.isCurrentAlias();
                if (plain) {
                    texts.add(parser.getText());
                }
                parser.skipChildren();
            }
            if (plain) {
                return new Value(texts, true, line);
            }
            problem(line, name + ": more than texts in a list (expected: texts)");
            return null;
        }
        if (token == null || !token.isScalarValue() || parser.isCurrentAlias()) {
            problem(line, name + ": not a text (expected: a text)");
            parser.skipChildren();
            return null;
        }
        return new Value(List.of(token == JsonToken.VALUE_NULL ? "" : parser.getText()), false, line);
    }

    private boolean isMap(YAMLParser parser, @Nullable JsonToken token, String name, String expected, int line)
            throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return true;
        }
        problem(line, name + ": no map (expected: " + expected + ")");
        parser.skipChildren();
        return false;
    }

    private void problem(int line, String message) {
        problems.add(file + ":" + line + ": " + message);
    }

    /** Jackson's location is that of the last good token: the line of the fault is known to the parser below it. */
    private void broken(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            Mark mark = cause.getProblemMark();
            problem(mark.getLine() + 1, "not YAML: " + cause.getProblem());
        } else {
            JsonLocation where = e.getLocation();
            problem(where == null ? 1 : where.getLineNr(), "not YAML");
        }
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
