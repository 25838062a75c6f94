// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeoutException;

/**
 * Reads lines from a FIFO (named pipe), on a thread of its own that sleeps in {@code read} while there is nothing to read.
 * Every line is a message: what programs write into it begins with a slash often enough (a path, for example), and no
 * program should be able to make the person leave. {@link #close} may be called from any thread.
 */
public final class Fifo implements AutoCloseable {

    private static final int BUFFER = 8 * 1024;
    private static final int FILE_TYPE = 0xF000;
    private static final int FIFO_TYPE = 0x1000;

    private final FileChannel channel;
    private final Thread thread;

    private Fifo(FileChannel channel, InputLines.Taker taker) {
        this.channel = channel;
        this.thread = new Thread(() -> read(new InputLines(taker)), "chat-fifo");
        // Nobody should have to write into the FIFO so that this program can end.
        thread.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param taker takes the lines, on the FIFO's thread; while it waits, so do those who write
     * @throws IOException with a message for a person, if there is no such FIFO or it may not be used
     */
    public static Fifo open(Path path, InputLines.Taker taker) throws IOException {
        check(path);
        try {
            // For reading and writing, though nothing is ever written. Opened for reading only, open would block until
            // somebody writes, and read would return the end of the file for ever once the last writer has closed;
            // closing and opening again would lose what another writer has written in between. As this end counts as
            // a writer, neither happens: read sleeps until there is something. (Linux and the BSDs do so; POSIX leaves
            // it open.) The price: nobody sees a writer close, so a line counts when its end of line is there.
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Fifo fifo = new Fifo(channel, taker);
            fifo.thread.start();
            return fifo;
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": no permission to read and write it (try: chmod u+rw " + path + ")", e);
        }
    }

    /** Ends the reading, also in the middle of it; what is still in the FIFO stays there. */
    @Override
    public void close() {
        // Also closes the channel, and ends a wait of the taker.
        thread.interrupt();
    }

    private static void check(Path path) throws IOException {
        int mode;
        try {
            mode = (Integer) Files.getAttribute(path, "unix:mode");
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": there is no such FIFO (make one with: mkfifo " + path + ")", e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": no permission to look for it", e);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new IOException(path + ": this system has no FIFOs", e);
        }
        if ((mode & FILE_TYPE) != FIFO_TYPE) {
            throw new IOException(path + ": not a FIFO (make one with: mkfifo PATH)");
        }
    }

    private void read(InputLines lines) {
        byte[] bytes = new byte[BUFFER];
        try (channel) {
            while (!Thread.currentThread().isInterrupted()) {
                int length = channel.read(ByteBuffer.wrap(bytes));
                if (length < 0) {
                    return;
                }
                lines.bytes(bytes, length);
            }
        } catch (IOException | InterruptedException | TimeoutException e) {
            // Closed: the channel by the interrupt, or the whole program.
        }
    }
}
