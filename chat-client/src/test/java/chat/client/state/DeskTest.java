// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeskTest {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final RoomName OPS = new RoomName("#ops");
    private static final Desk DESK = new Desk(
            List.of(OPS, LOBBY),
            Map.of(LOBBY, "half \u001b a\nline 三"),
            Map.of(OPS, "mentions"),
            List.of("one", "two\nlines"));

    @TempDir
    private Path temporary;

    @Test
    void whatWasLeftIsThereTheNextTimeForItsOwnerOnly() throws Exception {
        try (ProfileFile file = open()) {
            assertThat(file.readDesk()).isEqualTo(Desk.EMPTY);
            file.writeDesk(DESK);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.deskPath())))
                    .isEqualTo("rw-------");
            assertThat(file.path()).as("the positions are kept apart").doesNotExist();
        }
        try (ProfileFile file = open()) {
            assertThat(file.readDesk()).isEqualTo(DESK);
        }
    }

    @Test
    void whatIsKeptIsBounded() {
        List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
        Desk desk = new Desk(List.of(LOBBY, LOBBY), Map.of(LOBBY, "x".repeat(70_000), OPS, ""), Map.of(), many);
        assertThat(desk.rooms()).containsExactly(LOBBY);
        assertThat(desk.drafts()).isEmpty();
        assertThat(desk.lines()).hasSize(Desk.MAX_LINES).startsWith("m800").endsWith("m999");
        assertThat(new Desk(List.of(), Map.of(), Map.of(), List.of("x".repeat(9_000), "y")).lines())
                .containsExactly("y");
    }

    @Test
    void aLogHasNothingOfIt() {
        assertThat(DESK.toString()).doesNotContain("half").doesNotContain("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"version\":2}",
                "{\"version\":1}",
                "{\"version\":1,\"rooms\":[\"lobby\"],\"drafts\":{},\"alerts\":{},\"lines\":[]}",
                "{\"version\":1,\"rooms\":[],\"drafts\":{\"#a\":1},\"alerts\":{},\"lines\":[]}",
                "{\"version\":1,\"rooms\":[],\"drafts\":{},\"alerts\":{},\"lines\":[{}]}"
            })
    void aDamagedFileIsSetAside(String content) throws Exception {
        try (ProfileFile file = open()) {
            Files.writeString(file.deskPath(), content);
            assertThatThrownBy(file::readDesk)
                    .isInstanceOf(ProfileFile.DamagedProfileException.class)
                    .hasMessageContaining(".desk.damaged");
            assertThat(file.readDesk()).isEqualTo(Desk.EMPTY);
            assertThat(Path.of(file.deskPath() + ".damaged")).hasContent(content);
        }
    }

    private ProfileFile open() throws IOException {
        return Objects.requireNonNull(ProfileFile.open(
                new StateFolder(temporary), new ServerAddress("chat.example", 8080), new AccountName("anna"), null));
    }
}
