// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts as another one does, and says in words for a person which certificate is not trusted and why. Thread-safe. */
final class ReasonedTrust extends X509ExtendedTrustManager {

    /** Looks at the chain that a server has shown; the engine knows which host was asked for. */
    @FunctionalInterface
    interface Check {
        void check(X509Certificate[] chain, String method, SSLEngine engine) throws CertificateException;
    }

    private final Check check;

    ReasonedTrust(Check check) {
        this.check = check;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method, SSLEngine engine)
            throws CertificateException {
        try {
            check.check(chain, method, engine);
        } catch (CertificateException e) {
            throw new UntrustedException("the certificate of the server, " + Fingerprint.of(chain[0])
                    + ", is not trusted: " + e.getMessage());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method, Socket socket) throws CertificateException {
        throw new CertificateException("connections are made with an engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String method) throws CertificateException {
        throw new CertificateException("connections are made with an engine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method, Socket socket) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String method) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
