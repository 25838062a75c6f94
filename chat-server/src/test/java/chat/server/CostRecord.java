// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What was measured once, in a file: what is measured now is held against it. */
final class CostRecord {

    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final Path FILE = BASE.resolve(Path.of("src", "test", "resources", "costs.properties"));
    /** The build shows what is in here as a warning. */
    private static final Path CHEAPER = BASE.resolve(Path.of("target", "failsafe-reports", "cheaper.txt"));

    private static final double MOST = 1.2;
    private static final double LEAST = 0.7;
    private static final String AGAIN = "./mvnw verify -Dtest=None -Dit.test=CostIT -Dupdate.costs=true";
    private static final String HEADER = """
            # What CostIT has measured, on JDK 17 and Linux: heap bytes and system calls of the server's own threads.
            # The build fails at %s times a value. To measure them anew:
            # %s
            """.formatted(MOST, AGAIN);

    private CostRecord() {}

    /**
     * Fails if one is above its limit, or is not recorded; with {@code -Dupdate.costs=true} records them instead.
     *
     * @param measured by name
     */
    static void hold(Map<String, Double> measured) throws IOException {
        if (Boolean.getBoolean("update.costs")) {
            write(measured);
        }
        Map<String, String> recorded = read();
        List<String> dearer = new ArrayList<>();
        List<String> cheaper = new ArrayList<>();
        measured.forEach((name, value) -> {
            String line = recorded.get(name);
            if (line == null) {
                dearer.add("%s: %s, and nothing is recorded".formatted(name, text(value)));
                return;
            }
            double before = Double.parseDouble(line);
            double now = Double.parseDouble(text(value));
            String change = "%s: %s (recorded: %s".formatted(name, text(value), line);
            if (now > MOST * before) {
                dearer.add("%s; expected: at most %s, %s times that)".formatted(change, text(MOST * before), MOST));
            } else if (now < LEAST * before) {
                cheaper.add(change + ")");
            }
        });
        show(cheaper);
        assertThat(dearer)
                .as(
                        "costs. See docs/PERFORMANCE.md#guard for finding what has become dearer; if it is worth it, say why"
                                + " in the commit, and record it: %s",
                        AGAIN)
                .isEmpty();
    }

    private static void show(List<String> cheaper) throws IOException {
        if (!cheaper.isEmpty()) {
            String all = String.join("\n", cheaper);
            Files.createDirectories(CHEAPER.getParent());
            String before = Files.exists(CHEAPER) ? Files.readString(CHEAPER) : "";
            Files.writeString(CHEAPER, before + all + "\n");
        }
    }

    private static Map<String, String> read() throws IOException {
        Properties properties = new Properties();
        if (Files.exists(FILE)) {
            try (Reader reader = Files.newBufferedReader(FILE)) {
                properties.load(reader);
            }
        }
        Map<String, String> recorded = new TreeMap<>();
        properties.forEach((name, value) -> recorded.put((String) name, (String) value));
        return recorded;
    }

    private static void write(Map<String, Double> measured) throws IOException {
        Map<String, String> all = read();
        measured.forEach((name, value) -> all.put(name, text(value)));
        StringBuilder page = new StringBuilder(HEADER);
        all.forEach(
                (name, value) -> page.append(name).append(" = ").append(value).append('\n'));
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, page);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.3f" : "%.0f", value);
    }
}
