// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.docs.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the session of {@code session.sh} with a short outage. The script checks what must be on the screens; here what was on
 * them, to the letter, is held against the captures that lie beside the script, and against the picture in the README. Where
 * the console is meant to look otherwise than there, {@code -Dupdate.docs=true} puts down how it looks now.
 */
@Tag("tmux")
class RecordedSessionIT {

    private static final int OUTAGE_SECONDS = 3;

    private static final Path SCRIPT = Path.of("..", "chat-client", "src", "test", "session", "session.sh");
    private static final Path CAPTURES = SCRIPT.resolveSibling("captures");

    @TempDir
    private Path folder;

    @Test
    @Timeout(360)
    void theConsoleIsAsItWasRecorded() throws Exception {
        Path captures = folder.resolve("captures");
        Path picture = folder.resolve("console.svg");
        play(captures, picture);

        GeneratedPage.assertUpToDate("console.svg", Files.readString(picture));
        if (Boolean.getBoolean("update.docs")) {
            put(captures);
        }
        assertThat(names(CAPTURES)).isEqualTo(names(captures));
        for (String name : names(captures)) {
            assertThat(Files.readString(captures.resolve(name)))
                    .as("%s, which -Dupdate.docs=true writes anew", CAPTURES.resolve(name))
                    .isEqualTo(Files.readString(CAPTURES.resolve(name)));
        }
    }

    private void play(Path captures, Path picture) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        SCRIPT.toString(),
                        "--outage",
                        Integer.toString(OUTAGE_SECONDS),
                        "--captures",
                        captures.toString(),
                        "--picture",
                        picture.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", folder.toString());
        Process script = builder.start();
        try {
            assertThat(script.waitFor(330, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(script.exitValue()).as(Files.readString(printed)).isZero();
        } finally {
            // It ends what it has started when it is asked to end.
            script.destroy();
            script.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private static void put(Path captures) throws IOException {
        Files.createDirectories(CAPTURES);
        for (String name : names(CAPTURES)) {
            Files.delete(CAPTURES.resolve(name));
        }
        for (String name : names(captures)) {
            Files.copy(captures.resolve(name), CAPTURES.resolve(name));
        }
    }

    private static List<String> names(Path captures) throws IOException {
        try (Stream<Path> files = Files.list(captures)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
