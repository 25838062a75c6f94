// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The server's certificate is not trusted. The message is for a person; parts of it come from the certificate. */
public final class UntrustedException extends CertificateException {

    private static final long serialVersionUID = 1L;

    UntrustedException(String message) {
        super(message);
    }

    /**
     * What a failed handshake says about trust.
     *
     * @return why the certificate is not trusted, or null if the handshake has failed for another reason
     */
    public static @Nullable String reasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedException untrusted) {
                return untrusted.getMessage();
            }
        }
        return null;
    }
}
