// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import chat.client.ServerAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;

/** Why Java does not trust a certificate, in words for a person. Stateless. */
final class Distrust {

    private static final String UNSIGNED =
            "nobody whom this system trusts has signed it (the console client trusts it with"
                    + " --trust-on-first-use, --fingerprint, or its file in --ca)";
    private static final String NOT_BY_THESE = "none of the given certificates has signed it";

    private Distrust() {}

    /**
     * The words.
     *
     * @param cause what Java says
     * @param server whose certificate it should be
     * @param chosen whether certificates to trust in were given, rather than those of the system
     */
    static String inWords(CertificateException cause, ServerAddress server, boolean chosen) {
        boolean ofThePath = false;
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof CertificateExpiredException) {
                return "it has expired";
            } else if (reason instanceof CertificateNotYetValidException) {
                return "it is not valid yet (or the clock of this machine is wrong)";
            }
            ofThePath |= reason instanceof CertPathBuilderException;
            ofThePath |=
                    reason instanceof CertPathValidatorException path && path.getReason() == PKIXReason.NO_TRUST_ANCHOR;
        }
        if (ofThePath) {
            return chosen ? NOT_BY_THESE : UNSIGNED;
        }
        String message = String.valueOf(cause.getMessage());
        return isOfTheHost(message) ? "it is not for " + server.host() : message;
    }

    /** Java has no type for it. */
    private static boolean isOfTheHost(String message) {
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }
}
