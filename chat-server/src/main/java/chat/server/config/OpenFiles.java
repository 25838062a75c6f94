// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections the process can hold by its limit of open files. */
final class OpenFiles {

    /** Files that are kept for the store, the logs, the jars and the admin port. */
    private static final long KEPT = 512;

    private OpenFiles() {}

    /** The default of {@code limits.max-connections}: off where the system does not tell a limit. */
    static Limit<Integer> connectionLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? connectionLimit(system.getMaxFileDescriptorCount())
                : Limit.off();
    }

    /** The same for a limit of open files, below 1 if unknown. */
    static Limit<Integer> connectionLimit(long files) {
        if (files < 1) {
            return Limit.off();
        }
        // Under a very small limit something must remain for connections: half of it.
        long connections = Math.max(files - KEPT, Math.max(1, files / 2));
        return Limit.atMost((int) Math.min(connections, Integer.MAX_VALUE));
    }
}
