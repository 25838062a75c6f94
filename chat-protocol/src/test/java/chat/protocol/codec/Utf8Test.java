// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    /** The decoder of the JDK is the reference. */
    @Test
    void agreesWithTheJdkOnEverySequenceOfUpToThreeBytesAndManyOfFour() {
        for (int first = 1; first < 256; first++) {
            agrees(first);
            for (int second = 1; second < 256; second++) {
                agrees(first, second);
                if (first >= 0xC0) {
                    for (int third = 0x7F; third < 0xC1; third++) {
                        agrees(first, second, third);
                    }
                }
            }
        }
        for (int first = 0xEF; first < 256; first++) {
            for (int second = 0x7F; second < 0xC1; second++) {
                for (int third : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
                    for (int fourth : new int[] {0x01, 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
                        agrees(first, second, third, fourth);
                    }
                }
            }
        }
    }

    @Test
    void everyCharacterIsValidAndNothingIsReadBeyondTheEnd() {
        Random random = new Random(1);
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                int cut = random.nextInt(bytes.length);
                if (Utf8.firstInvalid(bytes, 0, bytes.length) != -1
                        || Utf8.firstInvalid(bytes, 0, cut) != (cut == 0 ? -1 : 0)) {
                    fail("U+%04X", codePoint);
                }
            }
        }
    }

    @Test
    void nulIsRefused() {
        assertThat(Utf8.firstInvalid(new byte[] {'a', 0, 'b'}, 0, 3)).isEqualTo(1);
    }

    private static void agrees(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        boolean valid = Utf8.firstInvalid(bytes, 0, bytes.length) < 0;
        if (valid != jdkTakes(bytes)) {
            fail("%s is said to be %s", HexFormat.of().formatHex(bytes), valid ? "valid" : "invalid");
        }
    }

    private static boolean jdkTakes(byte[] bytes) {
        // What is not valid becomes U+FFFD, and other bytes then.
        return Arrays.equals(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }
}
