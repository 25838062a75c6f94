// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void everyDefaultIsAValueThatItsKeyAccepts() {
        assertThat(Keys.ALL).allSatisfy(KeysTest::assertDefaultReadsBack);
    }

    @Test
    void everyKeyHasItsOwnNameVariableAndWords() {
        assertThat(Keys.ALL)
                .extracting(Key::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+\\.[a-z-]+"));
        assertThat(Keys.ALL)
                .extracting(Key::environmentName)
                .doesNotHaveDuplicates()
                .contains("CHAT_NET_DETECT_TIMEOUT");
        assertThat(Keys.ALL).allSatisfy(key -> assertThat(key.doc()).endsWith("."));
    }

    @Test
    void theConstantOfAKeyIsCalledLikeTheKey() {
        Stream<String> constants = Arrays.stream(Keys.class.getDeclaredFields())
                .filter(field -> field.getType() == Key.class && Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName().toLowerCase(Locale.ROOT));

        assertThat(constants)
                .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream()
                        .map(key -> key.name().replace('.', '_').replace('-', '_'))
                        .toList());
    }

    @Test
    void theRecordsHaveOneComponentForEachKeyInTheSameOrder() {
        List<String> components = Arrays.stream(ServerConfig.class.getRecordComponents())
                .flatMap(section -> Arrays.stream(section.getType().getRecordComponents())
                        .flatMap(KeysTest::flat)
                        .map(component -> section.getName() + "." + kebab(component)))
                .toList();

        assertThat(components).isEqualTo(Keys.ALL.stream().map(Key::name).toList());
    }

    @Test
    void aSecretIsNotShown() {
        Key<String> key = new Key<>("a.b", ValueType.text("x", "an x"), () -> "x", "x", "A secret.", true);

        assertThat(key.shown("hunter2")).isEqualTo("(hidden)");
    }

    @Test
    void aSmallFileLimitLeavesRoomForConnections() {
        assertThat(OpenFiles.connectionLimit(20_000)).isEqualTo(Limit.atMost(19_488));
        assertThat(OpenFiles.connectionLimit(600)).isEqualTo(Limit.atMost(300));
        assertThat(OpenFiles.connectionLimit(1)).isEqualTo(Limit.atMost(1));
        assertThat(OpenFiles.connectionLimit(Long.MAX_VALUE)).isEqualTo(Limit.atMost(Integer.MAX_VALUE));
        assertThat(OpenFiles.connectionLimit(-1)).isEqualTo(Limit.off());
    }

    private static <T> void assertDefaultReadsBack(Key<T> key) {
        T fallback = key.fallback().get();
        assertThat(key.type().parse(key.type().print(fallback))).as(key.name()).isEqualTo(fallback);
    }

    /** The limits are two records, as one would be too long to read. */
    private static Stream<RecordComponent> flat(RecordComponent component) {
        return component.getType() == PeerLimits.class
                ? Arrays.stream(PeerLimits.class.getRecordComponents())
                : Stream.of(component);
    }

    private static String kebab(RecordComponent component) {
        String name = component.getName().equals("defaultRoom") ? "default" : component.getName();
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
