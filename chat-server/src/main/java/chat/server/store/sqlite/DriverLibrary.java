// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import chat.server.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/** The native library of the driver, of which a process loads one. */
final class DriverLibrary {

    /** Names the folder that the library is in. */
    static final String FOLDER = "org.sqlite.lib.path";
    /** Names the folder that the driver unpacks it to. */
    static final String UNPACKED_TO = "org.sqlite.tmpdir";

    private DriverLibrary() {}

    /**
     * Has the library lie in a folder that is emptied at every start: the driver would leave a file in the system's folder
     * whenever a process does not end in good order. Where it is for Linux, as it is nearly everywhere, it is unpacked here:
     * the driver would run {@code uname}, and compare byte by byte what it has written, a twentieth of the start in all. If
     * that is not the one for this system, it still does so, into the same folder.
     */
    static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        System.setProperty(UNPACKED_TO, folder.toString());
        if (!System.getProperty("os.name").equals("Linux") || isMusl()) {
            return;
        }
        String name = System.mapLibraryName("sqlitejdbc");
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream("native/Linux/" + machine + "/" + name)) {
            if (library != null) {
                try (OutputStream file = Files.newOutputStream(OwnerOnly.create(folder.resolve(name)))) {
                    library.transferTo(file);
                }
                System.setProperty(FOLDER, folder.toString());
            }
        }
    }

    /** Whether the C library is musl, as on Alpine, with which the library of the other Linuxes may load and then crash. */
    private static boolean isMusl() throws IOException {
        Path libraries = Path.of("/lib");
        if (!Files.isDirectory(libraries)) {
            return false;
        }
        try (DirectoryStream<Path> loaders = Files.newDirectoryStream(libraries, "ld-musl-*")) {
            return loaders.iterator().hasNext();
        }
    }

    /** @throws StoreException if it cannot be loaded */
    static void load() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new StoreException(
                    "store.path: SQLite's library cannot be loaded from " + System.getProperty(UNPACKED_TO)
                            + " (expected: a folder that is not mounted noexec; -D" + UNPACKED_TO
                            + "=FOLDER names another one)",
                    e);
        }
    }
}
