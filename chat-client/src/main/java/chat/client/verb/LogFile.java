// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.ChatOptions;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.message.RoomName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes everything that a room keeps into a file that only its owner can read, as JSON Lines. Under its name the file is there
 * only when it is whole and on disk; until then, and if it does not come to that, it is not.
 */
public final class LogFile {

    private final Path file;

    /** @param file is made; must not be there */
    public LogFile(Path file) {
        this.file = file;
    }

    /**
     * Writes it.
     *
     * @param patience how long one page may take, and with it a server that went away to come back
     */
    public Ending write(ChatOptions options, RoomName room, Duration patience) throws InterruptedException {
        if (Files.exists(file)) {
            return new Ending(ExitCode.USAGE, file + " exists (expected: a new file)");
        }
        try {
            Path part = part();
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                Ending ending = new LogPrint(options, room, true, patience, out).all();
                return switch (ending.code()) {
                    case OK -> publish(part, out);
                    case UNWRITTEN -> new Ending(ExitCode.UNWRITTEN, file + ": " + ending.reason());
                    default -> ending;
                };
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            return new Ending(ExitCode.USAGE, file + " cannot be written (" + e + ")");
        }
    }

    private Ending publish(Path part, FileOutputStream out) throws IOException {
        try {
            FileDescriptor descriptor = out.getFD();
            descriptor.sync();
        } catch (IOException e) {
            return new Ending(ExitCode.UNWRITTEN, file + ": the output cannot be written: " + e.getMessage());
        }
        Files.createLink(file, part);
        return Ending.OK;
    }

    private Path part() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        String prefix = "." + file.getFileName() + ".";
        // Only for its owner, as Files.createTempFile has it.
        return Files.createTempFile(folder == null ? Path.of(".") : folder, prefix, ".part");
    }
}
