// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who listens on a port of this machine, as Linux has it in /proc. */
final class Listener {

    private static final String LISTENING = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final Path proc;

    /** @param proc where the system tells of its processes */
    Listener(Path proc) {
        this.proc = proc;
    }

    /** Of this machine. */
    static Listener ofThisMachine() {
        return new Listener(Path.of("/proc"));
    }

    /** Whether a process listens on a port. */
    enum Answer {
        YES,
        NO,
        /** It cannot be seen: the files of somebody else's process, or a network that is not this one's. */
        NOT_KNOWN
    }

    /** Whether a process listens on a port. */
    Answer listens(String pid, int port) {
        try {
            if (!namespace(pid).equals(namespace("self"))) {
                return Answer.NOT_KNOWN;
            }
            return owns(pid, sockets(port)) ? Answer.YES : Answer.NO;
        } catch (IOException e) {
            return Answer.NOT_KNOWN;
        }
    }

    private Path namespace(String pid) throws IOException {
        return Files.readSymbolicLink(proc.resolve(pid).resolve("ns").resolve("net"));
    }

    private Set<String> sockets(int port) throws IOException {
        String ending = String.format(":%04X", port);
        List<String> lines = Files.readAllLines(proc.resolve("net").resolve("tcp"));
        Path six = proc.resolve("net").resolve("tcp6");
        if (Files.exists(six)) {
            lines.addAll(Files.readAllLines(six));
        }
        return lines.stream()
                .map(line -> line.strip().split(" +"))
                .filter(fields ->
                        fields.length > INODE && fields[ADDRESS].endsWith(ending) && fields[STATE].equals(LISTENING))
                .map(fields -> "socket:[" + fields[INODE] + "]")
                .collect(Collectors.toSet());
    }

    private boolean owns(String pid, Set<String> sockets) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(proc.resolve(pid).resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && sockets.contains(target(file))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // It has been closed meanwhile.
            return "";
        }
    }
}
