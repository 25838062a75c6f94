// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import chat.client.ServerAddress;
import java.security.cert.CertificateException;

/** Decides by its fingerprint whether a server's certificate is the right one. Called on a thread that may block. */
@FunctionalInterface
public interface CertificatePins {

    /**
     * Looks at the certificate of a server, before anything is sent to it.
     *
     * @throws CertificateException if it is not to be trusted; the message is for a person
     */
    void check(ServerAddress server, Fingerprint fingerprint) throws CertificateException;
}
