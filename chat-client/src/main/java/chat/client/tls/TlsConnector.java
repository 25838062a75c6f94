// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import chat.client.ServerAddress;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the client's side of TLS, of the JDK's kind. Immutable and thread-safe. */
public final class TlsConnector {

    private static final String CHECKS_HOST = "HTTPS";

    /** A handshake is rare and short, and its check of the certificate may read files: not on an event loop. */
    private static final Executor TASKS = task -> {
        Thread thread = new Thread(task, "chat-client-tls");
        thread.setDaemon(true);
        thread.start();
    };

    private final ChatTls tls;

    /** @param tls how to make sure of the server */
    public TlsConnector(ChatTls tls) {
        this.tls = tls;
    }

    /**
     * The handler for one connection, which has to be the first but those that look at what is not TLS. It begins with the
     * handshake as soon as the connection stands.
     *
     * @param timeout how long the handshake may take
     * @throws SSLException if this system cannot do it
     */
    public SslHandler newHandler(ServerAddress server, ByteBufAllocator allocator, Duration timeout)
            throws SSLException {
        boolean pinned = tls instanceof ChatTls.Pinned;
        SslHandler handler = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .trustManager(trust(server))
                .endpointIdentificationAlgorithm(pinned ? null : CHECKS_HOST)
                .build()
                .newHandler(allocator, server.host(), server.port(), TASKS);
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }

    private TrustManager trust(ServerAddress server) throws SSLException {
        if (tls instanceof ChatTls.Pinned pinned) {
            return new ReasonedTrust((chain, method, engine) -> pinned.pins().check(server, Fingerprint.of(chain[0])));
        }
        X509ExtendedTrustManager manager =
                manager(tls instanceof ChatTls.Authorities some ? some.certificates() : null);
        boolean chosen = tls instanceof ChatTls.Authorities;
        return new ReasonedTrust((chain, method, engine) -> {
            try {
                manager.checkServerTrusted(chain, method, engine);
            } catch (CertificateException e) {
                throw new CertificateException(Distrust.inWords(e, server, chosen), e);
            }
        });
    }

    private static X509ExtendedTrustManager manager(@Nullable List<X509Certificate> certificates) throws SSLException {
        try {
            KeyStore store = null;
            if (certificates != null) {
                store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (int i = 0; i < certificates.size(); i++) {
                    store.setCertificateEntry(Integer.toString(i), certificates.get(i));
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new SSLException("this Java cannot check certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new SSLException("the certificates to trust in cannot be used: " + e.getMessage(), e);
        }
    }
}
