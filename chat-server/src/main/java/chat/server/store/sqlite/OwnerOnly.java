// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read. */
public final class OwnerOnly {

    private static final String RIGHTS = "rw-------";

    private OwnerOnly() {}

    /** Makes a file if it is not there, and leaves only its owner the right to read and write it. */
    static Path restrict(Path file) throws IOException {
        try {
            return create(file);
        } catch (FileAlreadyExistsException e) {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(RIGHTS));
            }
            return file;
        }
    }

    /** Makes an empty file, which is not there yet; SQLite gives the files beside a database the same rights. */
    public static Path create(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createFile(file);
        }
        return Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(RIGHTS)));
    }
}
