// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What people compare certificates by. Stateless. */
public final class Fingerprints {

    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprints() {}

    /** {@code SHA256:AB:CD:…}, as clients show it; {@code openssl x509 -fingerprint -sha256} has the same digits. */
    public static String sha256(X509Certificate certificate) {
        try {
            return "SHA256:"
                    + PAIRS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate: cannot be encoded", e);
        }
    }
}
