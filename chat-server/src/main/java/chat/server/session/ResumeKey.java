// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The secret that resume proofs are signed with, kept in the data folder so that proofs outlive the process. Only the
 * owner may read the file; deleting it makes all proofs worthless.
 */
public final class ResumeKey {

    private static final String FILE_NAME = "resume.key";
    private static final int BYTES = 32;

    private ResumeKey() {}

    /**
     * Reads the secret, makes it if there is none. Blocks; for the start.
     *
     * @param dataFolder made if it is not there
     * @throws IOException if the folder or the file cannot be read or written, or the file is not a key
     */
    public static byte[] in(Path dataFolder) throws IOException {
        Files.createDirectories(dataFolder);
        Path file = dataFolder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != BYTES) {
            throw new IOException(file + " has " + key.length + " bytes (expected: " + BYTES
                    + "; delete it to have it made anew, which ends all resume proofs)");
        }
        return key;
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        // Under another name first: whoever starts at the same time must never read half a key.
        Path made = Files.createTempFile(file.getParent(), FILE_NAME, ".new", ownerOnly(file));
        try {
            Files.write(made, key);
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            // Another server has made it in this moment; its key is as good.
        } finally {
            Files.delete(made);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
