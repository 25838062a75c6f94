// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the certificate and its key are. Thread-safe; reading blocks.
 *
 * @param certificate of the server, and those above it
 * @param key of the first of them
 * @param password what the key is encrypted with, or null if it is not
 */
record CertificateFiles(
        Path certificate, Path key, @Nullable Path password) {

    /** Nobody's certificate is longer. */
    private static final int MAX_BYTES = 1 << 20;

    /** What the files had at some moment; the password is empty where there is none. */
    record Content(String certificate, String key, String password) {}

    Content read() throws TlsException {
        return new Content(
                read("tls.certificate", certificate),
                read("tls.key", key),
                password == null ? "" : read("tls.key-password-file", password));
    }

    private static String read(String setting, Path file) throws TlsException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new TlsException(setting + ": " + file + " is too long (expected: at most 1 MiB)");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new TlsException(setting + ": there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new TlsException(
                    setting + ": " + file + " may not be read by " + System.getProperty("user.name")
                            + " (expected: its owner, or another group and chmod g+r)",
                    e);
        } catch (IOException e) {
            throw new TlsException(setting + ": " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
