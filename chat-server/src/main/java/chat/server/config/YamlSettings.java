// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a YAML file as flat settings with their lines: {@code net: {port: 1}} and {@code net.port: 1} are the same.
 * Tokens are read instead of a tree, because a tree has lost the lines and the duplicates. Confined to its caller.
 */
final class YamlSettings {

    private final String file;
    private final List<String> problems;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    /** The names of the maps around the current token; the document itself has the empty name. */
    private final Deque<String> sections = new ArrayDeque<>();

    private YamlSettings(String file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param problems takes one line for each thing that is wrong with its form
     * @return the settings in the order of the file, as far as it could be read
     */
    static List<Setting> read(Path path, List<String> problems) {
        YamlSettings reader = new YamlSettings(path.toString(), problems);
        try {
            reader.read(Files.readString(path));
        } catch (JsonProcessingException e) {
            reader.broken(e);
        } catch (NoSuchFileException e) {
            problems.add(path + ": no such file");
        } catch (CharacterCodingException e) {
            problems.add(path + ": not a text in UTF-8");
        } catch (IOException e) {
            problems.add(path + ": cannot be read (" + firstLine(String.valueOf(e.getMessage())) + ")");
        }
        return reader.settings;
    }

    private void read(String content) throws IOException {
        try (YAMLParser parser = new YAMLFactory().createParser(content)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL || isBlank(first, parser)) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                problem("expected keys and values, such as net.port: 8080", parser.currentTokenLocation());
                return;
            }
            sections.push("");
            while (!sections.isEmpty()) {
                readEntry(parser);
            }
            if (parser.nextToken() != null) {
                problem("a second document is not expected", parser.currentTokenLocation());
            }
        }
    }

    /** Reads a name and its value or the beginning of its map; or the end of a map. */
    private void readEntry(YAMLParser parser) throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            sections.pop();
            return;
        }
        JsonLocation where = parser.currentTokenLocation();
        String name = sections.element() + parser.currentName();
        boolean repeated = isRepeated(name, where.getLineNr());
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_OBJECT) {
            sections.push(name + ".");
        } else if (value == JsonToken.START_ARRAY) {
            problems.add(name + ": a list (expected: one value) " + origin(where));
            parser.skipChildren();
        } else if (parser.isCurrentAlias()) {
            problems.add(name + ": an alias (expected: the value itself) " + origin(where));
        } else if (!repeated) {
            readScalar(name, value == JsonToken.VALUE_NULL ? "" : parser.getText(), origin(where));
        }
    }

    private void readScalar(String name, String text, Origin origin) {
        boolean section = Keys.ALL.stream().anyMatch(key -> key.section().equals(name));
        if (!section) {
            settings.add(new Setting(name, text, origin));
        } else if (!text.isEmpty()) {
            problems.add(name + ": " + firstLine(text) + " (expected: the keys of this section) " + origin);
        }
    }

    private boolean isRepeated(String name, int line) {
        Integer first = lines.putIfAbsent(name, line);
        if (first != null) {
            problems.add(name + ": set twice, first at " + file + ":" + first + ", again at " + file + ":" + line);
        }
        return first != null;
    }

    private void problem(String message, JsonLocation where) {
        problem(message, where.getLineNr(), where.getColumnNr());
    }

    private void problem(String message, int line, int column) {
        problems.add(file + ":" + line + ":" + column + ": " + message);
    }

    /** Jackson's location is that of the last good token: the line of the fault is known to the parser below it. */
    private void broken(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            Mark mark = cause.getProblemMark();
            problem(cause.getProblem(), mark.getLine() + 1, mark.getColumn() + 1);
        } else {
            problem(firstLine(e.getOriginalMessage()), e.getLocation());
        }
    }

    private Origin origin(JsonLocation where) {
        return new Origin.ConfigFile(file, where.getLineNr());
    }

    private static boolean isBlank(JsonToken token, YAMLParser parser) throws IOException {
        return token.isScalarValue() && parser.getText().isEmpty();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
