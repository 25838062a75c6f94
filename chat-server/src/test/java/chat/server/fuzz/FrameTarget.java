// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.server.dialect.framed.FramedDialect;
import java.util.Arrays;

/** The bytes of a framed connection: however they are cut, the same commands and mistakes come of them. */
public final class FrameTarget {

    private static final int MAX_FRAME_BYTES = 1024;

    private FrameTarget() {}

    /** @param input the first byte says how many arrive at once */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int pieceBytes = 1 + Byte.toUnsignedInt(input[0]) % 64;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Same.require(
                DialectInput.read(new FramedDialect(MAX_FRAME_BYTES), bytes, pieceBytes),
                DialectInput.read(new FramedDialect(MAX_FRAME_BYTES), bytes, bytes.length));
    }
}
