// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Encryption of the chat port. Immutable and thread-safe.
 *
 * @param certificate the certificate and those above it, in PEM; null where TLS is not offered
 * @param key the certificate's private key, PKCS#8 in PEM; null where TLS is not offered
 * @param keyPasswordFile what the key is encrypted with, or null if it is not
 * @param required who must use it
 * @param provider whose it is
 * @param handshakeTimeout time in which a client must have finished its handshake
 * @param reloadInterval how often the files are looked at
 */
public record TlsConfig(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path keyPasswordFile,
        TlsRequirement required,
        TlsProviderKind provider,
        Duration handshakeTimeout,
        Duration reloadInterval) {

    static TlsConfig of(Values values) {
        return new TlsConfig(
                file(values.get(Keys.TLS_CERTIFICATE)),
                file(values.get(Keys.TLS_KEY)),
                file(values.get(Keys.TLS_KEY_PASSWORD_FILE)),
                values.get(Keys.TLS_REQUIRED),
                values.get(Keys.TLS_PROVIDER),
                values.get(Keys.TLS_HANDSHAKE_TIMEOUT),
                values.get(Keys.TLS_RELOAD_INTERVAL));
    }

    private static @Nullable Path file(Path path) {
        return path.equals(ValueType.NO_PATH) ? null : path;
    }
}
