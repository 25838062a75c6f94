// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatOptions;
import chat.client.ServerAddress;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedSenderTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void theProducerIsTheSameInEveryProcess() throws Exception {
        // A published number: another one would make every retry of an older client a new message.
        assertThat(options("deploy-17", LOBBY).producer().value()).isEqualTo("0de7ec44a78d35b204a1fd185db3c33d");
        assertThat(options("deploy-17", new RoomName("#ops")).producer())
                .isNotEqualTo(options("deploy-17", LOBBY).producer());
        assertThat(options("deploy-18", LOBBY).producer())
                .isNotEqualTo(options("deploy-17", LOBBY).producer());
    }

    @Test
    void theFirstProofIsKept() throws Exception {
        assertThat(options("k", LOBBY).resume()).isNull();
        assertThat(sender("k", LOBBY, "host").keep("first")).isTrue();
        assertThat(sender("k", LOBBY, "host").keep("second")).isFalse();
        ChatOptions options = options("k", LOBBY);
        assertThat(options.resume()).isEqualTo("first");
        assertThat(options.onlyAsBefore()).isTrue();
        assertThat(options.firstId()).isEqualTo(1);
        assertThat(options("other", LOBBY).resume()).isNull();
        assertThat(options("k", new RoomName("#ops")).resume()).isNull();
        assertThat(sender("k", LOBBY, "elsewhere").options(plain()).resume()).isNull();
        assertThat(sender("k", LOBBY, "HOST").options(plain()).resume()).isEqualTo("first");

        sender("k", LOBBY, "host").forget();
        assertThat(options("k", LOBBY).resume()).isNull();
    }

    @Test
    void aKeyCannotBeReadFromWhatIsKept() throws Exception {
        sender("secret", LOBBY, "host").keep("proof");
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.toString()).doesNotContain("secret").endsWith(".proof");
            assertThat(Files.readString(file)).isEqualTo("proof");
        });
    }

    @Test
    void whatIsOldGoesWhenSomethingIsKept() throws Exception {
        sender("old", LOBBY, "host").keep("proof");
        Files.setLastModifiedTime(files().get(0), FileTime.from(NOW.minus(Duration.ofDays(31))));
        // Its proof is worth nothing since 3 weeks, but it still tells that there was an attempt.
        sender("older than its proof", LOBBY, "host").keep("proof");
        assertThat(files()).hasSize(1);
        Files.setLastModifiedTime(files().get(0), FileTime.from(NOW.minus(Duration.ofDays(29))));
        sender("new", LOBBY, "host").keep("proof");
        assertThat(files()).hasSize(2);
    }

    @Test
    void aDamagedProofIsNoFirstAttempt() throws Exception {
        sender("k", LOBBY, "host").keep("proof");
        for (String damaged : List.of("", "pro\nof", "x".repeat(513), "\u0000")) {
            Files.write(files().get(0), damaged.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> options("k", LOBBY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    private ChatOptions options(String key, RoomName room) throws IOException {
        return sender(key, room, "host").options(plain());
    }

    private static ChatOptions plain() {
        return ChatOptions.to(new ServerAddress("host", 1));
    }

    private KeyedSender sender(String key, RoomName room, String host) {
        return new KeyedSender(
                new StateFolder(folder), new ServerAddress(host, 1), null, room, key, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("send"))) {
            return files.toList();
        }
    }
}
