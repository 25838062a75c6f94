// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbTest {

    @Test
    void onlyWhatIsNamedIsLoaded() {
        assertThat(Verb.in()).isEmpty();
        assertThat(Verb.in("work", "--room", "#ops")).isEmpty();
        assertThat(Verb.in("--server", "localhost", "send", "hello")).containsExactly(Verb.SEND);
    }

    @Test
    void whatAsksAboutAllHasAll() {
        for (String about : List.of("--help", "-h", "-Vh", "completion")) {
            assertThat(Verb.in(about)).isEqualTo(EnumSet.allOf(Verb.class));
        }
    }

    @Test
    void theCommandLineHasEachUnderItsWord() {
        assertThat(Main.commandLine().getSubcommands().keySet())
                .containsExactlyElementsOf(
                        EnumSet.allOf(Verb.class).stream().map(Verb::word).toList());
    }

    @Test
    void whatBeginsWithAnAtIsNoFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "a secret");
        List<String> said = Main.commandLine()
                .parseArgs("send", "@" + file)
                .subcommand()
                .matchedPositionals()
                .get(0)
                .originalStringValues();
        assertThat(said).containsExactly("@" + file);
    }
}
