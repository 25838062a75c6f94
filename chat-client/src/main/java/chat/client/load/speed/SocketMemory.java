// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the kernel of this machine keeps for TCP: for both ends, if both are on it. */
final class SocketMemory {

    private static final int PAGE_BYTES = 4096;

    private SocketMemory() {}

    /** Bytes by now, or empty on a system that does not say. */
    static OptionalLong bytes() {
        try {
            return parse(Files.readString(Path.of("/proc/net/sockstat")));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(String sockstat) {
        return sockstat.lines()
                .filter(line -> line.startsWith("TCP:"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* mem (\\d+).*", "$1")) * PAGE_BYTES)
                .findFirst();
    }
}
