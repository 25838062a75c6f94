// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import chat.protocol.message.RoomName;
import chat.server.dialect.text.TextDialect;
import java.util.Arrays;

/** The bytes of a text connection, telnet's included: however they are cut, the same commands and mistakes come of them. */
public final class TextTarget {

    private static final RoomName LOBBY = new RoomName("#lobby");
    private static final int MAX_LINE_BYTES = 200;

    private TextTarget() {}

    /** @param input the first byte says how many arrive at once */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int pieceBytes = 1 + Byte.toUnsignedInt(input[0]) % 64;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Same.require(
                DialectInput.read(new TextDialect(LOBBY, MAX_LINE_BYTES), bytes, pieceBytes),
                DialectInput.read(new TextDialect(LOBBY, MAX_LINE_BYTES), bytes, bytes.length));
    }
}
