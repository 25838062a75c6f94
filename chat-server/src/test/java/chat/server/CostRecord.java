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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was measured once, in a file: what is measured now is held against it. */
final class CostRecord {

    private static final Path BASE = Path.of(System.getProperty("basedir", "."));
    private static final Path FILE = BASE.resolve(Path.of("src", "test", "resources", "costs.properties"));
    /** The build shows what is in here as a warning. */
    private static final Path CHEAPER = BASE.resolve(Path.of("target", "failsafe-reports", "cheaper.txt"));

    private static final double MOST = 1.2;
    private static final double LEAST = 0.7;

    /**
     * So many bytes more for each delivery are no object for each, which has 16 at least; where there are next to none, a table
     * that grew once is more than a fifth of them.
     */
    private static final double NO_OBJECT = 8;

    private static final Pattern NAME = Pattern.compile(
            "(memory|sqlite)\\.(single|burst|senders)\\.(bytes|(socket|futex|loop|file|sync)-calls)-per-(message|delivery)");
    private static final String AGAIN = "./mvnw verify -Dtest=None -Dit.test=CostIT -Dupdate.costs=true";
    private static final String HEADER = """
            # What CostIT has measured, on JDK 17 and Linux: heap bytes and system calls of the server's own threads.
            # The build fails at %s times a value; for bytes-per-delivery, at 8 more if that is more. To measure them anew:
            # %s
            """.formatted(MOST, AGAIN);

    private CostRecord() {}

    /** What does not agree with the record. */
    record Differences(List<String> dearer, List<String> cheaper) {}

    /**
     * Fails if one is above its limit, or is not recorded, or is recorded and was not measured; with {@code
     * -Dupdate.costs=true} records them instead.
     *
     * @param measured by name
     * @param expected which of those that are recorded were to be measured
     */
    static void hold(Map<String, Double> measured, Predicate<String> expected) throws IOException {
        if (Boolean.getBoolean("update.costs")) {
            write(measured, expected);
        }
        Differences differences = compare(measured, read(), expected);
        show(differences.cheaper());
        assertThat(differences.dearer())
                .as(
                        "costs. See docs/PERFORMANCE.md#guard for finding what has become dearer; if it is worth it, say why"
                                + " in the commit, and record it: %s",
                        AGAIN)
                .isEmpty();
    }

    static Differences compare(Map<String, Double> measured, Map<String, String> recorded, Predicate<String> expected) {
        Differences differences = new Differences(new ArrayList<>(), new ArrayList<>());
        measured.forEach((name, value) -> compare(name, value, recorded.get(name), differences));
        recorded.keySet().stream()
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> differences.dearer().add(name + ": recorded, and no test measures such a thing"));
        recorded.keySet().stream()
                .filter(expected.and(name -> !measured.containsKey(name)))
                .forEach(name -> differences.dearer().add(name + ": recorded, and was not measured"));
        return differences;
    }

    private static void compare(String name, double value, @Nullable String line, Differences differences) {
        if (line == null) {
            differences.dearer().add("%s: %s, and nothing is recorded".formatted(name, text(value)));
            return;
        }
        double before = Double.parseDouble(line);
        double now = Double.parseDouble(text(value));
        double slack = name.endsWith(".bytes-per-delivery") ? NO_OBJECT : 0;
        double most = Math.max(MOST * before, before + slack);
        String change = "%s: %s (recorded: %s".formatted(name, text(value), line);
        if (now > most) {
            differences.dearer().add("%s; expected: at most %s)".formatted(change, text(most)));
        } else if (now < Math.min(LEAST * before, before - slack)) {
            differences.cheaper().add(change + ")");
        }
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

    private static void write(Map<String, Double> measured, Predicate<String> expected) throws IOException {
        Map<String, String> all = read();
        all.keySet().removeIf(expected.or(name -> !NAME.matcher(name).matches()));
        measured.forEach((name, value) -> all.put(name, text(value)));
        StringBuilder page = new StringBuilder(HEADER);
        all.forEach(
                (name, value) -> page.append(name).append(" = ").append(value).append('\n'));
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, page);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : value < 100 ? "%.3f" : "%.0f", value);
    }
}
