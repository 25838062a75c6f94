// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedLineTest {

    @Test
    void linesAreUnderstood() {
        assertThat(TypedLine.of("  ")).isEqualTo(new TypedLine.Nothing());
        assertThat(TypedLine.of("hi /there")).isEqualTo(new TypedLine.Say("hi /there"));
        assertThat(TypedLine.of("//usr/bin")).isEqualTo(new TypedLine.Say("/usr/bin"));
        assertThat(TypedLine.of("/JOIN  #a ")).isEqualTo(new TypedLine.Do(ConsoleCommand.JOIN, "#a"));
        assertThat(TypedLine.of("/topic one two ")).isEqualTo(new TypedLine.Do(ConsoleCommand.TOPIC, "one two"));
        assertThat(TypedLine.of("/quit")).isEqualTo(new TypedLine.Do(ConsoleCommand.QUIT, ""));
        assertThat(TypedLine.of("/nope x")).isEqualTo(new TypedLine.Unknown("nope"));
        assertThat(TypedLine.of("/")).isEqualTo(new TypedLine.Unknown(""));
    }

    @Test
    void whatOtherProgramsCallItIsUnderstood() {
        assertThat(TypedLine.of("/j #a")).isEqualTo(new TypedLine.Do(ConsoleCommand.JOIN, "#a"));
        assertThat(TypedLine.of("/part")).isEqualTo(new TypedLine.Do(ConsoleCommand.LEAVE, ""));
        assertThat(TypedLine.of("/query bob")).isEqualTo(new TypedLine.Do(ConsoleCommand.MSG, "bob"));
        assertThat(TypedLine.of("/NAMES")).isEqualTo(new TypedLine.Do(ConsoleCommand.WHO, ""));
        assertThat(TypedLine.of("/exit")).isEqualTo(new TypedLine.Do(ConsoleCommand.QUIT, ""));
    }
}
