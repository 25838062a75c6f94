// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.codec.EventCodec;
import chat.protocol.message.AccountName;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.message.RoomName;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void nothingPaintsTheTerminalAndNothingIsLost() {
        String nasty = "a\"\\\u001b[2J\u009b\u202e\n\t\u2028\uDB40\uDC41 привет 你好 \uD83D\uDE00";
        LogEntry entry =
                new LogEntry(new RoomName("#lobby"), 1, 2, new AccountName("anna"), new RoomEvent.Message(3, nasty));

        String json = new JsonText().of(entry);

        assertThat(json.chars()).noneMatch(c -> Character.isISOControl(c) || c == '\u202e' || c == '\u2028');
        assertThat(json).contains("привет 你好");
        assertThat(new EventCodec().decode(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8)))
                .isEqualTo(entry);
    }
}
