// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void theEnvironmentSaysWhereItIs() {
        Path home = Path.of("/home/anna");
        assertThat(StateFolder.of(Map.of(), home).file("x")).hasToString("/home/anna/.local/state/chat/x");
        assertThat(StateFolder.of(Map.of("XDG_STATE_HOME", "/var/anna"), home).file("x"))
                .hasToString("/var/anna/chat/x");
        // The specification has it that a relative path is to be ignored.
        assertThat(StateFolder.of(Map.of("XDG_STATE_HOME", "var"), home).file("x"))
                .hasToString("/home/anna/.local/state/chat/x");
        assertThat(StateFolder.of(Map.of("XDG_STATE_HOME", ""), home).file("x"))
                .hasToString("/home/anna/.local/state/chat/x");
    }

    @Test
    void onlyTheOwnerCanReadIt() throws Exception {
        StateFolder folder = folder();
        folder.replace("one", bytes("1"));
        folder.create("two", bytes("2"));
        assertThat(permissions(folder.file("."))).isEqualTo("rwx------");
        assertThat(permissions(folder.file("one"))).isEqualTo("rw-------");
        assertThat(permissions(folder.file("two"))).isEqualTo("rw-------");

        Files.setPosixFilePermissions(folder.file("."), PosixFilePermissions.fromString("rwxr-xr-x"));
        folder.replace("one", bytes("3"));
        assertThat(permissions(folder.file("."))).isEqualTo("rwx------");
    }

    @Test
    void aFileIsReplacedAndNothingElseIsLeft() throws Exception {
        StateFolder folder = folder();
        assertThat(folder.read("one")).isNull();
        folder.replace("one", bytes("1"));
        folder.replace("one", bytes("2"));
        assertThat(folder.read("one")).isEqualTo(bytes("2"));
        assertThat(folder.create("one", bytes("3"))).isFalse();
        assertThat(folder.read("one")).isEqualTo(bytes("2"));
        assertThat(names()).containsExactly("one");
        folder.delete("one");
        assertThat(folder.create("one", bytes("3"))).isTrue();
        assertThat(folder.setAside("one")).isEqualTo(folder.file("one.damaged"));
        assertThat(names()).containsExactly("one.damaged");
    }

    @Test
    void whatIsOldGoes() throws Exception {
        StateFolder folder = folder();
        folder.replace("old", bytes("1"));
        folder.replace("new", bytes("2"));
        Instant now = Instant.now();
        Files.setLastModifiedTime(folder.file("old"), FileTime.from(now.minusSeconds(100)));
        folder.deleteOlderThan(now.minusSeconds(50));
        assertThat(names()).containsExactly("new");
        folder().folder("none").deleteOlderThan(now);
    }

    @Test
    void whatCannotBeWrittenIsAnError() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> new StateFolder(file).replace("x", bytes("1"))).isInstanceOf(IOException.class);
    }

    /** Readers never see half of a file, and of those who make it at once one has made it. */
    @Test
    void manyAtOnceDoNotDisturbOneAnother() throws Exception {
        StateFolder folder = folder();
        List<String> contents =
                IntStream.range(0, 8).mapToObj(i -> ("" + i).repeat(20_000)).toList();
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> made = contents.stream()
                    .map(content -> pool.submit(() -> {
                        boolean first = folder.create("made", bytes(content));
                        for (int i = 0; i < 20; i++) {
                            folder.replace("replaced", bytes(content));
                            byte[] read = folder.read("replaced");
                            assertThat(contents).contains(new String(read, StandardCharsets.UTF_8));
                        }
                        return first;
                    }))
                    .toList();
            int winners = 0;
            for (Future<Boolean> future : made) {
                winners += future.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(names()).containsExactlyInAnyOrder("made", "replaced");
    }

    private StateFolder folder() {
        return new StateFolder(temporary.resolve("a").resolve("chat"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("a").resolve("chat"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
