// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.Command;
import chat.protocol.message.CommandType;
import chat.protocol.message.Event;
import chat.protocol.message.EventType;
import chat.protocol.message.LogEntry;
import chat.protocol.message.RoomEvent;
import chat.protocol.testing.RandomMessages;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written is read back as it was, however the buffer is made and whatever order the fields come in. */
class CodecRoundTripTest {

    private static final int CASES_PER_TYPE = 250;

    private final CommandCodec commands = new CommandCodec();
    private final EventCodec events = new EventCodec();
    private final ObjectMapper jackson = new ObjectMapper();
    private final RandomMessages messages = new RandomMessages();
    private final Random random = messages.random();

    @Test
    void everyCommandComesBack() {
        for (CommandType type : CommandType.values()) {
            for (int i = 0; i < CASES_PER_TYPE; i++) {
                Command command = messages.command(type);
                Command read = decodeCommand(encoded(command));
                // Equal names may differ in spelling, which the string shows.
                assertThat(read).isEqualTo(command).hasToString(command.toString());
            }
        }
    }

    @Test
    void everyEventComesBack() {
        for (EventType type : EventType.values()) {
            for (int i = 0; i < CASES_PER_TYPE; i++) {
                Event event = messages.event(type);
                Event read = decodeEvent(encoded(event));
                assertThat(read).isEqualTo(event).hasToString(event.toString());
            }
        }
    }

    @Test
    void anotherParserReadsTheSameAndFindsTheTypeFirst() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            Event event = messages.event(EventType.MESSAGE);
            JsonNode node = jackson.readTree(encoded(event));
            assertThat(node.fieldNames().next()).isEqualTo("type");
            LogEntry entry = (LogEntry) event;
            RoomEvent.Message message = (RoomEvent.Message) entry.event();
            assertThat(node.get("text").textValue()).isEqualTo(message.text());
            assertThat(node.get("seq").longValue()).isEqualTo(entry.seq());
        }
    }

    @Test
    void theOrderOfFieldsAndUnknownFieldsMakeNoDifference() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            Command command = messages.command();
            assertThat(decodeCommand(shuffled(encoded(command)))).isEqualTo(command);
            Event event = messages.event();
            assertThat(decodeEvent(shuffled(encoded(event)))).isEqualTo(event);
        }
    }

    private Command decodeCommand(byte[] json) {
        ByteBuf payload = buffer(json);
        try {
            int before = payload.readerIndex();
            Command command = commands.decode(payload);
            assertThat(payload.readerIndex()).isEqualTo(before);
            return command;
        } finally {
            payload.release();
        }
    }

    private Event decodeEvent(byte[] json) {
        ByteBuf payload = buffer(json);
        try {
            return events.decode(payload);
        } finally {
            payload.release();
        }
    }

    private byte[] encoded(Command command) {
        ByteBuf out = Unpooled.buffer(1);
        commands.encode(command, out);
        return bytes(out);
    }

    private byte[] encoded(Event event) {
        // Few of them direct: the leak detector notes every byte that is written to one.
        ByteBuf out = random.nextInt(20) == 0 ? Unpooled.directBuffer() : Unpooled.buffer();
        events.encode(event, out);
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        out.release();
        return bytes;
    }

    /** A buffer of any kind: on the heap, beginning anywhere, direct, made of two, only to be read. */
    private ByteBuf buffer(byte[] json) {
        int middle = json.length / 2;
        return switch (random.nextInt(5)) {
            case 0 -> Unpooled.copiedBuffer(json);
            case 1 ->
                Unpooled.buffer()
                        .writeBytes("xyz".getBytes(StandardCharsets.UTF_8))
                        .skipBytes(3)
                        .writeBytes(json);
            case 2 -> Unpooled.directBuffer().writeBytes(json);
            case 3 -> Unpooled.copiedBuffer(json).asReadOnly();
            default ->
                Unpooled.wrappedBuffer(
                        Unpooled.copiedBuffer(json, 0, middle),
                        Unpooled.copiedBuffer(json, middle, json.length - middle));
        };
    }

    /** The same fields in another order, among unknown ones, with null for a field that is not there. */
    private byte[] shuffled(byte[] json) throws IOException {
        ObjectNode from = (ObjectNode) jackson.readTree(json);
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(from.properties());
        fields.add(Map.entry("x-number", jackson.readTree("-1.5e300")));
        fields.add(
                Map.entry("x-nested", jackson.readTree("{\"type\":[{\"ref\":1},null,[[]]],\"room\":{\"a\":\"}\"}}")));
        fields.add(Map.entry("x-array", jackson.readTree("[\"type\",{\"type\":\"quit\"}]")));
        if (!from.has("data")) {
            fields.add(Map.entry("data", jackson.readTree("null")));
        }
        Collections.shuffle(fields, random);
        ObjectNode to = jackson.createObjectNode();
        fields.forEach(field -> to.set(field.getKey(), field.getValue()));
        return random.nextBoolean()
                ? to.toPrettyString().getBytes(StandardCharsets.UTF_8)
                : jackson.writeValueAsBytes(to);
    }
}
