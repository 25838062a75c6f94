// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Speaks frames over a blocking socket, with nothing of the server's own code. JSON is written with single quotes, as
 * in {@code {'type':'quit'}}. Every wait has the socket's time-out as its deadline.
 */
final class FrameClient implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final DataInputStream in;
    private int refs;

    FrameClient(Socket socket) {
        this.socket = socket;
        try {
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 512));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket socket() {
        return socket;
    }

    /** The bytes of frames, one after the other. */
    static byte[] frames(String... payloads) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String payload : payloads) {
                byte[] json = payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
                out.writeInt(json.length);
                out.write(json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Sends all of these in one write. */
    FrameClient send(String... payloads) {
        return write(frames(payloads));
    }

    FrameClient write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says hello and waits for the welcome. */
    JsonNode hello(String name) {
        send("{'type':'hello','protocol':1,'client':'it','name':'" + name + "'}");
        return next("welcome");
    }

    /** Joins and waits for the answer. */
    JsonNode join(String room) {
        send("{'type':'join','ref':'join','room':'" + room + "'}");
        return next("joined");
    }

    /** Sends a message without waiting for its answer. */
    FrameClient say(String room, String text) {
        return send(message(room, text, "m" + ++refs));
    }

    /** Sends numbered messages, and waits for their answers now and then so that it does not run ahead of the server. */
    void sayNumbered(String room, int count, String text) {
        int batch = 50;
        for (int from = 1; from <= count; from += batch) {
            int to = Math.min(count, from + batch - 1);
            send(IntStream.rangeClosed(from, to)
                    .mapToObj(i -> message(room, i + text, "n"))
                    .toArray(String[]::new));
            for (int i = from; i <= to; i++) {
                skipTo("sent");
            }
        }
    }

    static String message(String room, String text, String ref) {
        return "{'type':'send','ref':'" + ref + "','room':'" + room + "','text':'" + text + "'}";
    }

    /** The next event, whatever it is. */
    JsonNode nextOfAnyType() {
        try {
            return JSON.readTree(in.readNBytes(in.readInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event but presence, which comes when it likes. */
    JsonNode next() {
        JsonNode event = nextOfAnyType();
        while (event.get("type").asText().equals("presence")) {
            event = nextOfAnyType();
        }
        return event;
    }

    /** The next event, which must be of this type. */
    JsonNode next(String type) {
        JsonNode event = next();
        if (!event.get("type").asText().equals(type)) {
            throw new AssertionError("expected " + type + ", but there came " + event);
        }
        return event;
    }

    /** The next event of this type; others before it do not matter. */
    JsonNode skipTo(String type) {
        JsonNode event = nextOfAnyType();
        while (!event.get("type").asText().equals(type)) {
            event = nextOfAnyType();
        }
        return event;
    }

    /** The next messages. */
    List<JsonNode> messages(int count) {
        List<JsonNode> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(skipTo("message"));
        }
        return messages;
    }

    /** What code the server refuses or closes with next. */
    String nextCode() {
        return next().path("code").asText();
    }

    /** Whether a command is answered: the connection is alive, and everything before has been read. */
    boolean answersPing() {
        send("{'type':'ping','ref':'alive'}");
        return skipTo("pong").get("ref").asText().equals("alive");
    }

    /** Closes our side only. */
    FrameClient finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads nothing more and says whether the server closes. A reset counts, too. */
    boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
