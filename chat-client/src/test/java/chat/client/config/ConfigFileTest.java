// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.ServerAddress;
import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

    @TempDir
    private Path folder;

    private final Path home = Path.of("/home/ann");

    @Test
    void aProfileIsReadWhole() throws Exception {
        ConfigFile config = read(
                "default: work",
                "profiles:",
                "  work:",
                "    server: chat.example.org:9000",
                "    account: ann",
                "    room: '#ops'",
                "    tls: true",
                "    ca: ca.pem",
                "    password-command: pass show  chat",
                "  bot: {server: localhost, token-file: ~/bot.token, name: robot, rooms: ['#ops', dev]}",
                "  ci: {server: localhost, account: ci, password-command: [sh, -c, 'echo \"$X\"']}");

        assertThat(config.standard()).isEqualTo("work");
        ServerProfile work = config.profiles().get("work");
        assertThat(work.server()).isEqualTo(new ServerAddress("chat.example.org", 9000));
        assertThat(work.account()).isEqualTo(new AccountName("ann"));
        assertThat(work.rooms()).containsExactly(new RoomName("#ops"));
        assertThat(work.encryption())
                .isEqualTo(new ServerProfile.Encryption(true, folder.resolve("ca.pem"), null, false));
        assertThat(work.password()).isEqualTo(new SecretSource.OfCommand(List.of("pass", "show", "chat")));
        assertThat(work.token()).isNull();
        assertThat(config.profiles().get("bot").token()).isEqualTo(new SecretSource.OfFile(home.resolve("bot.token")));
        assertThat(config.profiles().get("bot").rooms()).containsExactly(new RoomName("#ops"), new RoomName("#dev"));
        assertThat(config.profiles().get("ci").rooms()).isEmpty();
        assertThat(config.profiles().get("bot").nick()).isEqualTo(new AccountName("robot"));
        assertThat(config.profiles().get("ci").password())
                .isEqualTo(new SecretSource.OfCommand(List.of("sh", "-c", "echo \"$X\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---", "profiles: {}"})
    void thereMayBeNoProfiles(String content) throws Exception {
        assertThat(read(content).profiles()).isEmpty();
        assertThat(ConfigFile.read(folder.resolve("none"), home).profiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: '127.0.0.1:x' | :3: profiles.p.server: | HOST:PORT",
                "server: ''            | :3: profiles.p.server: empty | HOST:PORT",
                "server: [a]           | :3: profiles.p.server: a list | HOST:PORT",
                "server: {a: b}        | :3: profiles.p.server: not a text | a text",
                "servre: localhost     | :3: profiles.p.servre is no key | server, account, name, room",
                "room: #ops            | :3: profiles.p.room: empty | in quotes, such as '#ops'",
                "rooms: []             | :3: profiles.p.rooms: empty | in quotes, such as ['#ops', '#dev']",
                "rooms: [a, '#a']      | :3: profiles.p.rooms: #a again | once",
                "rooms: [a, b c]       | :3: profiles.p.rooms: | expected",
                "account: a b          | :3: profiles.p.account: | expected",
                "tls: yes              | :3: profiles.p.tls: 'yes' | true or false",
                "fingerprint: abc      | :3: profiles.p.fingerprint: | SHA256",
                "password: hunter2     | :3: profiles.p.password: secrets do not belong | password-file, password-variable",
                "token: hunter2        | :3: profiles.p.token: secrets do not belong | token-command",
                "password-command: pass $X | :3: profiles.p.password-command: has quotes | [sh, -c, ...]",
                "password-command: []  | :3: profiles.p.password-command: empty | a program",
                "name: ann             | :2: profiles.p: no server | server: HOST:PORT"
            })
    void whatMakesNoSenseIsToldWithItsLine(String line, String where, String expected) throws Exception {
        assertThatThrownBy(() -> read("profiles:", "  p:", "    " + line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(folder.resolve("config.yaml") + where)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void allThatIsWrongIsTold() {
        assertThatThrownBy(() -> read(
                        "default: x",
                        "profiles:",
                        "  p: {server: localhost, server: other, ca: a, trust-on-first-use: true}",
                        "  q: {server: localhost, account: a, token-file: t, password-file: f, password-variable: V}",
                        "  r: {server: localhost, password-file: f}",
                        "  p: {server: localhost}",
                        "  s: text",
                        "more: 1"))
                .hasMessageContainingAll(
                        ":1: default: there is no profile 'x' (expected: one of p, q, r, s)",
                        ":3: profiles.p.server: again",
                        ":3: profiles.p: ca, trust-on-first-use: more than one",
                        ":4: profiles.q: an account and a token",
                        ":4: profiles.q: password-file, password-variable: more than one",
                        ":5: profiles.r: a password of which account?",
                        ":6: profiles.p: again",
                        ":7: profiles.s: no map",
                        ":8: 'more' is no key (expected: default, profiles)");
        assertThatThrownBy(() -> read("profiles: [", "a"))
                .hasMessageContaining("config.yaml:")
                .hasMessageContaining("not YAML");
        assertThatThrownBy(() -> read("just a text")).hasMessageContaining(":1: not keys and values");
    }

    @Test
    void nobodyElseMayWriteIt() throws Exception {
        read("profiles: {}");
        Path file = folder.resolve("config.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> ConfigFile.read(file, home)).hasMessageContaining("everybody can write it");
    }

    @Test
    void itLiesWhereTheSpecificationSays() {
        assertThat(ConfigFile.path(Map.of("XDG_CONFIG_HOME", "/etc/xdg"), home))
                .isEqualTo(Path.of("/etc/xdg/chat/config.yaml"));
        assertThat(ConfigFile.path(Map.of("XDG_CONFIG_HOME", "relative"), home))
                .isEqualTo(Path.of("/home/ann/.config/chat/config.yaml"));
    }

    private ConfigFile read(String... lines) throws ConfigException, IOException {
        Path file = folder.resolve("config.yaml");
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return ConfigFile.read(file, home);
    }
}
