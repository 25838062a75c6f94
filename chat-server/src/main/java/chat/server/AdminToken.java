// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.message.Secret;
import chat.server.config.AdminConfig;
import chat.server.config.Keys;
import chat.server.lifecycle.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token of the admin API: the operator's, or one that each start of the server makes for whoever may read its data
 * folder. Stateless; blocks.
 */
final class AdminToken {

    static final String FILE_NAME = "admin-token";

    private static final int MIN_LENGTH = 16;
    private static final int MAX_FILE_BYTES = 4096;
    private static final int BYTES = 32;

    private AdminToken() {}

    /** What the environment has, or null. */
    static @Nullable Secret ofEnvironment(Map<String, String> environment) {
        String value = environment.get(Keys.ADMIN_TOKEN_VARIABLE);
        return value == null || value.isBlank() ? null : new Secret(value.strip());
    }

    /**
     * The one that the operator gives, or null.
     *
     * @throws StartException if it is too short, or its file cannot be read
     */
    static @Nullable Secret given(@Nullable Secret ofEnvironment, AdminConfig config) throws StartException {
        if (ofEnvironment != null) {
            return checked(ofEnvironment, Keys.ADMIN_TOKEN_VARIABLE);
        }
        Path file = config.tokenFile();
        return file == null ? null : checked(read(file), "admin.token-file: " + file);
    }

    /**
     * Makes another one and keeps it in the data folder, readable for its owner only.
     *
     * @throws StartException if it cannot be written
     */
    static Secret make(Path dataFolder) throws StartException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            Path made = Files.createTempFile(dataFolder, FILE_NAME, ".new", ownerOnly(file));
            try {
                Files.writeString(made, token + "\n");
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw new StartException("store.path: " + file + " cannot be written (" + e + ")", e);
        }
        return new Secret(token);
    }

    /**
     * The one that a running server has made.
     *
     * @throws StartException if there is none that may be read
     */
    static Secret made(Path dataFolder) throws StartException {
        return read(dataFolder.resolve(FILE_NAME));
    }

    private static Secret read(Path file) throws StartException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8);
            return new Secret(text.lines().findFirst().orElse("").strip());
        } catch (NoSuchFileException e) {
            throw new StartException("admin.token-file: there is no file " + file, e);
        } catch (IOException e) {
            throw new StartException(
                    "admin.token-file: " + file + " cannot be read (" + e + "; expected: a file that "
                            + System.getProperty("user.name") + " may read)",
                    e);
        }
    }

    private static Secret checked(Secret token, String where) throws StartException {
        String text = token.reveal();
        if (text.length() < MIN_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new StartException(where + ": not fit for a token (expected: " + MIN_LENGTH
                    + " ASCII characters at least, without spaces)");
        }
        return token;
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
