// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.dialect;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A dialect in which two letters are a command, and one at the end of the input is one too. */
final class LetterDecoder extends GatedDecoder {

    private @Nullable Character first;

    LetterDecoder(CommandGate gate) {
        super(gate);
    }

    @Override
    protected @Nullable Object decode(ByteBuf in) {
        while (in.isReadable()) {
            char letter = (char) in.readByte();
            if (letter == '!') {
                finish();
                return "!";
            }
            if (first != null) {
                String command = "" + first + letter;
                first = null;
                return command;
            }
            first = letter;
        }
        return null;
    }

    @Override
    protected @Nullable Object decodeLast() {
        return first == null ? null : first.toString();
    }
}
