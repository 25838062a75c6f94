// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    @TempDir
    Path folder;

    @Test
    void withoutAnySettingTheDefaultsHold() throws ConfigException {
        LoadedConfig loaded = ConfigLoader.load(null, NO_ENVIRONMENT, List.of());

        assertThat(loaded.config()).isEqualTo(ServerConfig.defaults());
        assertThat(loaded.config().net().port()).isEqualTo(8080);
        assertThat(loaded.config().rooms().defaultRoom()).isEqualTo("#lobby");
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.changes()).isEmpty();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
        Path file = file("net: {port: 1, backlog: 1, loops: 1}");
        Map<String, String> environment = Map.of("CHAT_NET_PORT", "2", "CHAT_NET_BACKLOG", "2");

        NetConfig net = ConfigLoader.load(file, environment, List.of("net.port=3"))
                .config()
                .net();

        assertThat(List.of(net.port(), net.backlog(), net.loops(), net.acceptors()))
                .containsExactly(3, 2, 1, 1);
    }

    @Test
    void nestedMapsAndDottedKeysAreTheSame() throws Exception {
        assertThat(load("net.detect-timeout: 5s\nlimits:\n  idle: off\n  messages: 5/1m burst 9\n"))
                .isEqualTo(load("net:\n  detect-timeout: 5s\nlimits.idle: off\nlimits.messages: 5/1m burst 9\n"))
                .satisfies(config -> {
                    assertThat(config.net().detectTimeout()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(config.limits().idle().isOff()).isTrue();
                    assertThat(config.limits().messages())
                            .isEqualTo(Limit.atMost(new Rate(5, Duration.ofMinutes(1), 9)));
                });
    }

    @Test
    void anEmptyFileAndAnEmptySectionSetNothing() throws Exception {
        assertThat(load("")).isEqualTo(ServerConfig.defaults());
        assertThat(load("# nothing yet\n")).isEqualTo(ServerConfig.defaults());
        assertThat(load("---\nnet:\nadmin:\n  # port: 1\n")).isEqualTo(ServerConfig.defaults());
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() throws IOException {
        assertThat(problems("admin:\n  port: 1\nnett:\n  port: 2\n"))
                .containsExactly("nett.port: unknown key (did you mean net.port?) at " + path() + ":4");
        assertThat(problems("port: 1"))
                .containsExactly("port: unknown key (did you mean net.port?) at " + path() + ":1");
        assertThat(problems("net.sendBuffer: 1")).first().asString().contains("(did you mean net.send-buffer?)");
        assertThat(problems("weather: fine")).containsExactly("weather: unknown key at " + path() + ":1");
    }

    @Test
    void anUnknownKeyAfterSetRefusesToStart() {
        assertThat(problems(null, NO_ENVIRONMENT, "net.prot=1"))
                .containsExactly("net.prot: unknown key (did you mean net.port?) from --set");
    }

    @Test
    void aWrongValueNamesKeyValueRangeAndPlace() throws IOException {
        assertThat(problems("# first\nnet:\n  port: 70000\n"))
                .containsExactly("net.port: 70000 (expected: 0 to 65535) at " + path() + ":3");
        assertThat(problems(null, Map.of("CHAT_NET_PORT", "x"), "admin.port=y"))
                .containsExactly(
                        "net.port: x (expected: 0 to 65535) from CHAT_NET_PORT",
                        "admin.port: y (expected: 0 to 65535) from --set");
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        Path file = file("net: {port: x}\nnonsense: 1\n");

        assertThat(problems(file, Map.of("CHAT_ADMIN_PORT", "-1"), "store.kind=disk", "novalue"))
                .hasSize(5);
    }

    @Test
    void aProblemIsOneLine() {
        assertThat(problems(null, NO_ENVIRONMENT, "net.port=1\n2"))
                .singleElement()
                .asString()
                .hasLineCount(1);
    }

    @Test
    void aKeyThatIsSetTwiceIsAnError() throws IOException {
        assertThat(problems("net:\n  port: 1\n  port: 2\n"))
                .containsExactly("net.port: set twice, first at " + path() + ":2, again at " + path() + ":3");
        assertThat(problems("net:\n  port: 1\nnet.port: 2\n"))
                .singleElement()
                .asString()
                .startsWith("net.port: set twice");
        assertThat(problems("net:\n  port: 1\nnet:\n  host: a\n"))
                .singleElement()
                .asString()
                .startsWith("net: set twice");
    }

    @Test
    void aBrokenFileNamesLineAndColumn() throws IOException {
        assertThat(problems("net:\n  port: \"1\n")).containsExactly(path() + ":3:1: found unexpected end of stream");
        assertThat(problems("net:\n\tport: 1\n")).singleElement().asString().startsWith(path() + ":2:1: ");
    }

    @Test
    void theShapeOfTheFileIsChecked() throws IOException {
        assertThat(problems("- net\n")).singleElement().asString().contains("expected keys and values");
        assertThat(problems("just text\n")).singleElement().asString().contains("expected keys and values");
        assertThat(problems("net: 8080\n"))
                .containsExactly("net: 8080 (expected: the keys of this section) at " + path() + ":1");
        assertThat(problems("net.port: [1, 2]\n"))
                .containsExactly("net.port: a list (expected: one value) at " + path() + ":1");
        assertThat(problems("net.port: 1\n---\nnet.port: 2\n"))
                .singleElement()
                .asString()
                .contains("second document");
        assertThat(problems("net.port: &p 1\nadmin.port: *p\n"))
                .containsExactly("admin.port: an alias (expected: the value itself) at " + path() + ":2");
    }

    @Test
    void aRoomNameWithoutQuotesIsExplained() throws Exception {
        assertThat(problems("rooms:\n  default: #den\n"))
                .containsExactly("rooms.default: nothing (expected: a room name such as \"#lobby\", in quotes because"
                        + " of its #) at " + path() + ":2");
        assertThat(load("rooms:\n  default: '#den'\n").rooms().defaultRoom()).isEqualTo("#den");
    }

    @Test
    void aFileThatIsNotThereIsOneProblem() {
        Path missing = folder.resolve("missing.yaml");

        assertThat(problems(missing, NO_ENVIRONMENT)).containsExactly(missing + ": no such file");
        assertThat(problems(folder, NO_ENVIRONMENT)).singleElement().asString().startsWith(folder + ": cannot be read");
    }

    @Test
    void anUnknownVariableOnlyWarns() throws ConfigException {
        LoadedConfig loaded = ConfigLoader.load(
                null, Map.of("CHAT_NET_PROT", "1", "CHAT_PORT_80_TCP", "tcp://10.0.0.1:80", "HOME", "/"), List.of());

        assertThat(loaded.config()).isEqualTo(ServerConfig.defaults());
        assertThat(loaded.warnings())
                .containsExactly(
                        "CHAT_NET_PROT: unknown variable, ignored (did you mean CHAT_NET_PORT?)",
                        "CHAT_PORT_80_TCP: unknown variable, ignored");
    }

    @Test
    void theLowWatermarkMustNotBeAboveTheHighOne() {
        assertThat(problems(null, NO_ENVIRONMENT, "net.low-watermark=65KiB"))
                .containsExactly("net.low-watermark: 65KiB (expected: at most net.high-watermark, 64KiB) from --set");
        assertThat(problems(null, NO_ENVIRONMENT, "net.high-watermark=31KiB")).hasSize(1);
        assertThat(ServerConfig.with("net.low-watermark=64KiB").net().lowWatermark())
                .hasToString("64KiB");
    }

    @Test
    void changesNameValueAndOrigin() throws Exception {
        LoadedConfig loaded = ConfigLoader.load(
                file("net:\n  port: 0\n  host: 127.0.0.1\n"),
                Map.of("CHAT_LIMITS_IDLE", "120s"),
                List.of("limits.rooms=off"));

        assertThat(loaded.changes())
                .extracting(change -> change.key() + "=" + change.value() + " " + change.origin())
                .containsExactly(
                        "net.port=0 at " + path() + ":2",
                        "limits.rooms=off from --set",
                        "limits.idle=2m from CHAT_LIMITS_IDLE");
    }

    @Test
    void limitsAllOffLiftsTheRatesAndNothingElse() {
        LimitsConfig lifted =
                ServerConfig.with("limits.all=off", "limits.messages=1/1s").limits();

        assertThat(lifted.messages().isOff()).isTrue();
        assertThat(lifted.commands().isOff()).isTrue();
        assertThat(lifted.rooms()).isEqualTo(Limit.atMost(10_000));
    }

    @Test
    void everyLimitCanBeSwitchedOff() {
        for (Key<?> key : Keys.ALL) {
            if (key.section().equals("limits")) {
                assertThat(ServerConfig.with(key.name() + "=off"))
                        .as(key.name())
                        .isNotNull();
            }
        }
        assertThat(ServerConfig.with("limits.frame-size=off")
                        .limits()
                        .frameSize()
                        .bytes())
                .isEqualTo((1 << 24) - 1);
    }

    private ServerConfig load(String yaml) throws IOException, ConfigException {
        return ConfigLoader.load(file(yaml), NO_ENVIRONMENT, List.of()).config();
    }

    private List<String> problems(String yaml) throws IOException {
        return problems(file(yaml), NO_ENVIRONMENT);
    }

    private static List<String> problems(Path file, Map<String, String> environment, String... settings) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ConfigLoader.load(file, environment, List.of(settings)))
                .problems();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(path(), yaml);
    }

    private Path path() {
        return folder.resolve("chat.yaml");
    }
}
