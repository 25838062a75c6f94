// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text says what was put into it. */
class WordingTest {

    private final Wording wording = new Wording("cafe", 100);

    @Test
    void aTextSaysWhatWasPutIntoIt() {
        for (long nanos : new long[] {0, -5, 1_234_567_890_123L, Long.MIN_VALUE}) {
            Wording.Said said = new Wording.Said(3, 4_711, nanos);
            assertThat(wording.text(said)).hasSize(100);
            assertThat(wording.parse(wording.text(said))).isEqualTo(said);
            assertThat(new Wording("cafe", 1).parse(wording.text(said))).isEqualTo(said);
        }
    }

    @Test
    void otherTextsSayNothing() {
        for (String text : new String[] {
            "",
            "hello",
            "bench beef 1 2 3",
            "bench cafe ",
            "bench cafe 1",
            "bench cafe 1 2",
            "bench cafe x 2 3",
            "bench cafe 1 2 !"
        }) {
            assertThat(wording.parse(text)).as(text).isNull();
        }
    }
}
