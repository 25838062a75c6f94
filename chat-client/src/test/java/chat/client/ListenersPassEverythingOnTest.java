// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What listens for another one overrides every method: the ones with nothing in them would be kept from the other. */
class ListenersPassEverythingOnTest {

    static Stream<Class<?>> listeners() throws ClassNotFoundException {
        return Stream.of(
                Class.forName("chat.client.internal.GuardedListener"), Class.forName("chat.client.console.Homecoming"));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void allAreThere(Class<?> listener) {
        List<String> own =
                Stream.of(listener.getDeclaredMethods()).map(Method::getName).toList();
        assertThat(ChatListener.class.getMethods()).extracting(Method::getName).isSubsetOf(own);
    }
}
