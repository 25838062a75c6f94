// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of {@code promtool check metrics}, for machines that do not have it. */
final class MetricsLint {

    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");
    private static final Pattern OTHER_UNIT = Pattern.compile(
            "(^|_)(milliseconds?|ms|microseconds?|nanoseconds?|minutes?|hours?|days?|kilobytes?|kibibytes?|megabytes?|bits?)(_|$)");

    private MetricsLint() {}

    /** What is wrong, in words, each thing once. */
    static Set<String> problemsIn(String scrape) {
        Set<String> problems = new TreeSet<>();
        Map<String, String> types = new LinkedHashMap<>();
        Set<String> helped = new TreeSet<>();
        for (String line : scrape.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ") && words.length == 4 && !words[3].isBlank()) {
                helped.add(words[2]);
            } else if (!line.startsWith("#")
                    && CAMEL_CASE.matcher(withoutValues(line)).find()) {
                problems.add(line.replaceFirst("[{ ].*", "") + ": name or label in camel case");
            }
        }
        types.forEach((name, type) -> checkName(name, type, helped, problems));
        return problems;
    }

    private static void checkName(String name, String type, Set<String> helped, Set<String> problems) {
        if (!helped.contains(name)) {
            problems.add(name + ": no help");
        }
        if (type.equals("counter") && !name.endsWith("_total")) {
            problems.add(name + ": counters end in _total");
        }
        if (!type.equals("counter") && name.endsWith("_total")) {
            problems.add(name + ": only counters end in _total");
        }
        boolean distribution = type.equals("histogram") || type.equals("summary");
        for (String suffix : new String[] {"_count", "_sum", "_bucket"}) {
            if (!distribution && name.endsWith(suffix)) {
                problems.add(name + ": only histograms and summaries end in " + suffix);
            }
        }
        if (OTHER_UNIT.matcher(name).find()) {
            problems.add(name + ": not a base unit");
        }
    }

    private static String withoutValues(String sample) {
        return sample.replaceAll("\"[^\"]*\"", "").replaceFirst(" [^ ]*$", "");
    }
}
