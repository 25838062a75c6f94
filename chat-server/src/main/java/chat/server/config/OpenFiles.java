// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many connections the process can hold by its limit of open files. */
final class OpenFiles {

    /** Files that are kept for the store, the logs, the jars and the admin port. */
    private static final long KEPT = 512;

    private static final Path LINUX_LIMITS = Path.of("/proc/self/limits");
    private static final String LINUX_NAME = "Max open files ";

    private OpenFiles() {}

    /** The default of {@code limits.max-connections}: off where the system does not tell a limit. */
    static Limit<Integer> connectionLimit() {
        return connectionLimit(files());
    }

    /** Read where Linux shows it if it does: the virtual machine's bean brings all of its management with it at the start. */
    private static long files() {
        try (Stream<String> limits = Files.lines(LINUX_LIMITS)) {
            return limits.filter(line -> line.startsWith(LINUX_NAME))
                    .map(line -> line.substring(LINUX_NAME.length()).strip().split(" ", 2)[0])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseGet(OpenFiles::filesByBean);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return filesByBean();
        }
    }

    private static long filesByBean() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : -1;
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
