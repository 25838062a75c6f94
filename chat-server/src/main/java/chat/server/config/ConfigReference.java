// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.List;

/** The reference of all settings for people, made from the table of keys. Stateless. */
public final class ConfigReference {

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Made from the table of keys by `config-doc`. Change the table, not this page. -->

            Every setting has a default: a server without a configuration runs. A setting is taken from the first of

            1. the command line: `--set net.port=9000`, as often as needed
            2. the environment: `CHAT_NET_PORT=9000`; `.` and `-` become `_`
            3. the file named by `--config FILE`, in YAML
            4. its default

            ```yaml
            net:
              port: 9000
            rooms:
              default: "#lobby"          # a # outside quotes begins a comment
            limits.messages: 20/1s burst 100
            ```

            An unknown key in the file or after `--set`, a value out of range and a key that is set twice refuse to start
            (exit code 2), with one line for each; an unknown variable `CHAT_…` is a warning. `check-config` checks
            without starting. Sizes are written `512B`, `64KiB`, `256MiB`, `1GiB`; durations `500ms`, `3s`, `10m`, `1h`,
            `7d`; rates `20/1s burst 100`: 20 a second, and 100 at once after a pause.
            """;

    private ConfigReference() {}

    /** The page in Markdown; the same for every machine. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (String section : Keys.ALL.stream().map(Key::section).distinct().toList()) {
            page.append("\n## ").append(section).append("\n\n");
            appendTable(
                    page,
                    Keys.ALL.stream()
                            .filter(key -> key.section().equals(section))
                            .toList());
        }
        return page.toString();
    }

    private static void appendTable(StringBuilder page, List<Key<?>> keys) {
        page.append("| key | default | values | meaning |\n|---|---|---|---|\n");
        for (Key<?> key : keys) {
            page.append("| `")
                    .append(key.name())
                    .append("` | `")
                    .append(key.fallbackText())
                    .append("` | ");
            page.append(cell(key.type().expected()))
                    .append(" | ")
                    .append(cell(key.doc()))
                    .append(" |\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
