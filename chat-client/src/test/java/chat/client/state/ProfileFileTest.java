// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ChatState;
import chat.client.ServerAddress;
import chat.client.Unacknowledged;
import chat.protocol.message.AccountName;
import chat.protocol.message.Credentials;
import chat.protocol.message.Position;
import chat.protocol.message.ProducerId;
import chat.protocol.message.RoomName;
import chat.protocol.message.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFileTest {

    private static final ServerAddress SERVER = new ServerAddress("chat.example", 8080);
    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final ChatState STATE = new ChatState(
            ProducerId.random(),
            17,
            "proof",
            Map.of(
                    LOBBY,
                    new Position("e1", 48_213, 1_767_225_600_000L),
                    new RoomName("#a"),
                    new Position("e2", 0, null)),
            List.of(
                    new Unacknowledged(15, LOBBY, "one \u001b \"two\"\n三", true),
                    new Unacknowledged(16, LOBBY, "three", false)));

    @TempDir
    private Path temporary;

    @Test
    void whatWasWrittenIsReadByTheNext() throws Exception {
        try (ProfileFile file = open("anna")) {
            assertThat(file.read()).isNull();
            file.write(STATE);
        }
        try (ProfileFile file = open("Anna")) {
            ChatState state = Objects.requireNonNull(file.read());
            assertThat(state.producer()).isEqualTo(STATE.producer());
            assertThat(state.resume()).isEqualTo("proof");
            assertThat(state.positions()).isEqualTo(STATE.positions());
            assertThat(state.outbox()).isEqualTo(STATE.outbox());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file.path() + ".lock"))))
                    .isEqualTo("rw-------");
        }
    }

    /** A console that is killed has used ids that it did not write down: they must never name another message. */
    @Test
    void idsThatMayHaveBeenUsedAreLeftOut() throws Exception {
        try (ProfileFile file = open("anna")) {
            file.write(STATE);
            assertThat(Objects.requireNonNull(file.read()).nextId()).isEqualTo(17 + ProfileFile.IDS_OF_A_RUN);
        }
    }

    @Test
    void whoHasNothingLeftToSendCountsAnew() throws Exception {
        try (ProfileFile file = open("anna")) {
            file.write(new ChatState(STATE.producer(), 17, "proof", STATE.positions(), List.of()));
            ChatState state = Objects.requireNonNull(file.read());
            assertThat(state.producer()).isNotEqualTo(STATE.producer());
            assertThat(state.nextId()).isEqualTo(1);
            assertThat(state.positions()).isEqualTo(STATE.positions());
        }
    }

    @Test
    void aServerAndANameHaveAFileEach() throws Exception {
        try (ProfileFile anna = open("anna");
                ProfileFile bert = open("bert");
                ProfileFile nobody = ProfileFile.open(folder(), SERVER, null, null);
                ProfileFile elsewhere =
                        ProfileFile.open(folder(), new ServerAddress("::1", 8080), new AccountName("anna"), null)) {
            assertThat(List.of(anna.path(), bert.path(), nobody.path(), elsewhere.path()))
                    .doesNotHaveDuplicates()
                    .allMatch(path -> path.getFileName().toString().matches("[a-z0-9._-]+-[0-9a-f]{16}\\.json"));
            assertThat(anna.path().getFileName().toString()).startsWith("chat.example_8080_anna-");
        }
    }

    @Test
    void ofTwoConsolesOnlyOneHasIt() throws Exception {
        try (ProfileFile first = open("anna")) {
            assertThat(first).isNotNull();
            assertThat(ProfileFile.open(folder(), SERVER, new AccountName("ANNA"), null))
                    .isNull();
        }
        try (ProfileFile next = open("anna")) {
            assertThat(next).isNotNull();
        }
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
                "{\"version\":1,\"producer\":\"x\",\"nextId\":1,\"rooms\":{},\"outbox\":[]}",
                "{\"version\":1,\"producer\":\"c0ffee00c0ffee00c0ffee00c0ffee00\",\"nextId\":0,\"rooms\":{},\"outbox\":[]}",
                "{\"version\":1,\"producer\":\"c0ffee00c0ffee00c0ffee00c0ffee00\",\"nextId\":1,\"rooms\":{\"lobby\":{}},\"outbox\":[]}",
                "{\"version\":1,\"producer\":\"c0ffee00c0ffee00c0ffee00c0ffee00\",\"nextId\":1,\"rooms\":{\"#a\":{\"epoch\":\"\",\"seq\":1}},\"outbox\":[]}",
                "{\"version\":1,\"producer\":\"c0ffee00c0ffee00c0ffee00c0ffee00\",\"nextId\":1,\"rooms\":{},\"outbox\":[7]}"
            })
    void aDamagedFileIsSetAside(String content) throws Exception {
        try (ProfileFile file = open("anna")) {
            Files.writeString(file.path(), content);
            assertThatThrownBy(file::read)
                    .isInstanceOf(ProfileFile.DamagedProfileException.class)
                    .hasMessageContaining(".damaged");
            assertThat(file.read()).isNull();
            assertThat(Path.of(file.path() + ".damaged")).hasContent(content);
            file.write(STATE);
            assertThat(file.read()).isNotNull();
        }
    }

    /** Whatever a disk makes of a file: it is read or set aside, and nothing else happens. */
    @Test
    void noDamageIsAFault() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        try (ProfileFile file = open("anna")) {
            for (int i = 0; i < 500; i++) {
                file.write(STATE);
                byte[] content = Files.readAllBytes(file.path());
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    content[random.nextInt(content.length)] = (byte) random.nextInt(256);
                }
                Files.write(file.path(), java.util.Arrays.copyOf(content, random.nextInt(content.length + 1)));
                try {
                    file.read();
                } catch (ProfileFile.DamagedProfileException e) {
                    assertThat(file.path()).doesNotExist();
                }
            }
        }
    }

    @Test
    void aPersonCanReadItAndALogHasNoSecrets() throws Exception {
        assertThat(STATE.toString()).doesNotContain("proof").doesNotContain("three");
        assertThat(new String(new ProfileText().write(STATE), StandardCharsets.UTF_8))
                .contains("\"seq\" : 48213")
                .contains("\"at\" : 1767225600000");
    }

    private ProfileFile open(String name) throws IOException {
        return Objects.requireNonNull(ProfileFile.open(folder(), SERVER, new AccountName(name), null));
    }

    private StateFolder folder() {
        return new StateFolder(temporary);
    }

    @Test
    void anAccountHasAProfileOfItsOwnBesideTheGuestOfTheSameName() throws IOException {
        AccountName anna = new AccountName("anna");
        Credentials account = new Credentials.OfAccount(anna, new Secret("correct horse"));
        Credentials capital = new Credentials.OfAccount(new AccountName("Anna"), new Secret("another horse"));
        Credentials bot = new Credentials.OfBot(new Secret("chat_1_abcdefgh"));
        try (ProfileFile guest = open("anna");
                ProfileFile signedIn = ProfileFile.open(folder(), SERVER, null, account);
                ProfileFile token = ProfileFile.open(folder(), SERVER, anna, bot)) {
            assertThat(guest).isNotNull();
            assertThat(signedIn).isNotNull();
            assertThat(token).isNotNull();
            assertThat(ProfileFile.open(folder(), SERVER, anna, capital))
                    .as("the same account, whatever its password is and whatever name is wanted")
                    .isNull();
            assertThat(token.path().toString()).doesNotContain("abcdefgh");
        }
    }
}
