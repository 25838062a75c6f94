// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** Whose TLS it is ({@code tls.provider}). */
public enum TlsProviderKind {
    /** The native one where there is one for this system, the JDK's elsewhere. */
    AUTO,
    /** BoringSSL, in Netty's native library. */
    NATIVE,
    /** The JDK's own; works everywhere. */
    JDK
}
