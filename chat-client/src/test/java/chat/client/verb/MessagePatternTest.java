// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.verb.MessagePattern.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePatternTest {

    @Test
    void itIsFoundAnywhere() {
        assertThat(new MessagePattern("deploy.*(failed|broken)").in("a deploy of 1.4 failed at last"))
                .isEqualTo(Verdict.FOUND);
        assertThat(new MessagePattern("^deploy$").in("a deploy")).isEqualTo(Verdict.NOT_FOUND);
    }

    /** Each of them would take until the end of the universe, or of the stack. */
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|b|ab)*c", "(.*,){30}x", "([^!]|.)*!x"})
    void aSearchWithoutEndIsGivenUp(String expression) {
        String text = "a,".repeat(20) + "a".repeat(16_000) + "!";
        assertThat(new MessagePattern(expression).in(text)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void theLongestTextsAreLookedThrough() {
        String text = "x".repeat(64 * 1024) + "error 42";
        assertThat(new MessagePattern("error \\d+").in(text)).isEqualTo(Verdict.FOUND);
        assertThat(new MessagePattern("(?i)ERROR \\d+$").in(text)).isEqualTo(Verdict.FOUND);
        assertThat(new MessagePattern("warning").in(text)).isEqualTo(Verdict.NOT_FOUND);
    }
}
