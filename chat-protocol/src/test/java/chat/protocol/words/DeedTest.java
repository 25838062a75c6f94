// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeedTest {

    @Test
    void aDeedIsToldFromWhatIsSaid() {
        assertThat(Deed.of(Deed.message("waves"))).isEqualTo("waves");
        assertThat(Deed.of("/me waves\nand goes")).isEqualTo("waves\nand goes");
        assertThat(Deed.of("/me")).isNull();
        assertThat(Deed.of("/mean")).isNull();
        assertThat(Deed.of(" /me waves")).isNull();
        assertThat(Deed.of("hello")).isNull();
    }
}
