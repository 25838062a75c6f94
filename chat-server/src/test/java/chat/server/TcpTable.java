// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows of this machine's TCP sockets, as {@code ss} shows it. */
final class TcpTable {

    static final String ESTABLISHED = "01";
    static final String TIME_WAIT = "06";
    static final String CLOSE_WAIT = "08";
    static final String LISTEN = "0A";

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int STATE = 3;

    private TcpTable() {}

    /** How many sockets with this local port are in this state. */
    static long count(int port, String state) {
        String suffix = ":" + HexFormat.of().withUpperCase().toHexDigits((short) port);
        return TABLES.stream()
                .flatMap(TcpTable::rows)
                .map(row -> row.strip().split("\\s+"))
                .filter(row -> row[LOCAL].endsWith(suffix) && row[STATE].equals(state))
                .count();
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
