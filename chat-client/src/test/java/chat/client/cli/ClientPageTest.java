// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.config.ProfileKey;
import chat.client.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What docs/CLIENT.md has of the code: {@code -Dupdate.docs=true} writes its tables anew. */
class ClientPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "CLIENT.md");

    @Test
    void theExitCodesAreThoseOfTheProgram() throws IOException {
        assertTable(
                "exit-codes",
                "| Code | | Meaning |\n|--:|---|---|\n"
                        + Arrays.stream(ExitCode.values())
                                .map(code -> "| " + code.number() + " | `" + code + "` | " + code.meaning() + " |\n")
                                .collect(Collectors.joining()));
    }

    @Test
    void theKeysOfAProfileAreThoseOfTheProgram() throws IOException {
        assertTable(
                "profile-keys",
                "| Key | Value | |\n|---|---|---|\n"
                        + Arrays.stream(ProfileKey.values())
                                .map(key ->
                                        "| `" + key.text() + "` | " + key.expected() + " | " + key.meaning() + " |\n")
                                .collect(Collectors.joining()));
    }

    @Test
    void everyVerbIsOnThePage() throws IOException {
        List<String> verbs =
                List.copyOf(Main.commandLine().getCommandSpec().subcommands().keySet());
        String page = Files.readString(PAGE);
        assertThat(verbs).allSatisfy(verb -> assertThat(page).contains("`" + verb));
    }

    @Test
    void everyOptionOfTheNewVerbsIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (String verb : List.of("send", "tail", "wait", "history", "export", "rooms", "members")) {
            CommandLine command = Main.commandLine().getSubcommands().get(verb);
            assertThat(command.getCommandSpec().options())
                    .filteredOn(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                    .allSatisfy(option -> assertThat(page).contains(option.longestName()));
        }
    }

    /** Fails if the page does not have exactly this between two comments of that name. */
    static void assertTable(String name, String table) throws IOException {
        String begin = "<!-- " + name + ": generated -->\n";
        String end = "<!-- end of " + name + " -->\n";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        assertThat(page).contains(begin, end);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to))
                .as("docs/CLIENT.md, which -Dupdate.docs=true writes anew")
                .isEqualTo(table);
    }
}
