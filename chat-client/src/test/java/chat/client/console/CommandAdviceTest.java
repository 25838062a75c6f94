// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandAdviceTest {

    @ParameterizedTest
    @CsvSource({
        "leav, did you mean /leave [#room]?",
        "levae, did you mean /leave [#room]?",
        "whois, did you mean /who [#room]?",
        "w, did you mean /who [#room]?",
        "Topic2, did you mean /topic [text]?",
        "hepl, did you mean /help [command]?",
        "register, chat-client register --account NAME",
        "login, start with --account NAME",
        "password, /password is no command of this console",
        "xyzzy, xyzzy is no command: /help lists them",
        "'', / is no command: /help lists them"
    })
    void whatWasMeantIsSaid(String typed, String advice) {
        assertThat(CommandAdvice.on(typed)).contains(advice);
    }
}
