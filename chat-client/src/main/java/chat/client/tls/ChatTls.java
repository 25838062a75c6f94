// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** How a client makes sure that the server on an encrypted connection is the right one. Immutable and thread-safe. */
public sealed interface ChatTls {

    /** By whom this system trusts; the certificate must be for the host that was asked for. */
    record Platform() implements ChatTls {}

    /**
     * By these certificates, of authorities or of the server itself; it must be for the host that was asked for.
     *
     * @param certificates at least one
     */
    record Authorities(List<X509Certificate> certificates) implements ChatTls {

        /** @throws IllegalArgumentException if there is none */
        public Authorities {
            certificates = List.copyOf(certificates);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("certificates: none (expected: at least one)");
            }
        }
    }

    /** By the fingerprint of its own certificate, whoever vouches for it and whatever names are in it. */
    record Pinned(CertificatePins pins) implements ChatTls {}

    /** By whom this system trusts. */
    static ChatTls system() {
        return new Platform();
    }

    /** By these certificates. */
    static ChatTls authorities(List<X509Certificate> certificates) {
        return new Authorities(certificates);
    }

    /** By this fingerprint. */
    static ChatTls fingerprint(Fingerprint expected) {
        return new Pinned((server, actual) -> {
            if (!actual.equals(expected)) {
                throw new CertificateException("it is " + actual + " (expected: " + expected + ")");
            }
        });
    }

    /** By what somebody keeps, such as the fingerprint that was seen first. */
    static ChatTls pins(CertificatePins pins) {
        return new Pinned(pins);
    }
}
