// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Speaks lines over a blocking socket, as {@code nc} does. Every wait has the socket's time-out as its deadline. */
final class LineClient implements Closeable {

    /** What comes when it likes: somebody came, went or changed their name, or joined for the first time. */
    private static final Pattern PRESENCE = Pattern.compile("\\* \\S+ (is here|has gone|is now \\S+|became a member)");

    private final Socket socket;
    private final InputStream in;

    LineClient(Socket socket) {
        this.socket = socket;
        try {
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty line is no message, but enough to be known as a person; returns the name that the server gives. */
    String arrive() {
        write("\n");
        return greeted();
    }

    /** Waits for the greeting and returns the name in it. */
    String greeted() {
        String welcome = next();
        String name = welcome.replaceFirst("^\\* welcome to \\S+, you are (\\S+) .*", "$1");
        if (name.equals(welcome)) {
            throw new AssertionError("expected the welcome, but there came " + welcome);
        }
        String joined = next();
        if (!joined.startsWith("* you are in ")) {
            throw new AssertionError("expected the room, but there came " + joined);
        }
        return name;
    }

    LineClient type(String line) {
        return write(line + "\n");
    }

    LineClient write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    LineClient write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes our side only, as {@code nc -N} does at the end of its input. */
    LineClient finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line but presence, without its CR LF; null at the end. */
    String next() {
        String line = line();
        while (line != null && PRESENCE.matcher(line).matches()) {
            line = line();
        }
        return line;
    }

    /** The next line that begins with this; others before it do not matter. */
    String skipTo(String prefix) {
        String line = line();
        while (line != null && !line.startsWith(prefix)) {
            line = line();
        }
        if (line == null) {
            throw new AssertionError("the end came before a line that begins with " + prefix);
        }
        return line;
    }

    /** The next lines, without presence. */
    List<String> next(int count) {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(next());
        }
        return lines;
    }

    /** Everything up to the end, which the server must make; without presence. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        for (String line = next(); line != null; line = next()) {
            lines.add(line);
        }
        return lines;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int b = in.read();
            while (b >= 0 && b != '\n') {
                line.write(b);
                b = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (b < 0) {
                if (text.isEmpty()) {
                    return null;
                }
                throw new AssertionError("the end came in the middle of: " + text);
            }
            if (!text.endsWith("\r")) {
                throw new AssertionError("no CR LF after: " + text);
            }
            return text.substring(0, text.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
