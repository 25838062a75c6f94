// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate and the key that belongs to it. Immutable and thread-safe.
 *
 * @param chain the server's own certificate, and those above it
 * @param key of the first of them
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROBE = "Do they belong together?".getBytes(StandardCharsets.US_ASCII);

    ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Makes sense of what the files have.
     *
     * @throws TlsException if it is not a certificate and its key
     */
    static ServerCertificate of(CertificateFiles files, CertificateFiles.Content content) throws TlsException {
        List<X509Certificate> chain = chain(files, content.certificate());
        PrivateKey key = PrivateKeys.read(files, content, chain.get(0).getPublicKey());
        if (!belongTogether(chain.get(0), key)) {
            throw new TlsException(
                    "tls.key: " + files.key() + " is not the key of the certificate in " + files.certificate());
        }
        return new ServerCertificate(chain, key);
    }

    /** The server's own. */
    X509Certificate own() {
        return chain.get(0);
    }

    Instant expires() {
        return own().getNotAfter().toInstant();
    }

    /** One line for the log. */
    String inWords() {
        return own().getSubjectX500Principal().getName() + ", valid until " + expires() + ", "
                + Fingerprints.sha256(own());
    }

    private static List<X509Certificate> chain(CertificateFiles files, String content) throws TlsException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.blocks(content)) {
                if (block.label().equals(Pem.CERTIFICATE)) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException e) {
            throw new TlsException(
                    "tls.certificate: " + files.certificate() + " has a damaged certificate (" + e.getMessage() + ")",
                    e);
        }
        if (chain.isEmpty()) {
            throw new TlsException("tls.certificate: " + files.certificate()
                    + " has no certificate in PEM (expected: -----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Of another curve, for example.
            return false;
        }
    }
}
