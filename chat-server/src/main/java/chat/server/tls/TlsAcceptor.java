// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import chat.server.config.TlsConfig;
import chat.server.config.TlsProviderKind;
import chat.server.lifecycle.StartException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of TLS, with the certificate that holds now: connections that have begun keep theirs. Thread-safe:
 * one volatile reference to what does not change.
 */
public final class TlsAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(TlsAcceptor.class);

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** How long a client that does not read may keep a socket that is to be closed. */
    private static final long CLOSE_MILLIS = 1_000;

    private final CertificateFiles files;
    private final SslProvider provider;
    private final Duration handshakeTimeout;
    private volatile Current current;

    /** What is in use: a context, the certificate in it, and what the files had. */
    private record Current(SslContext context, ServerCertificate certificate, CertificateFiles.Content content) {}

    private TlsAcceptor(CertificateFiles files, SslProvider provider, Duration handshakeTimeout) throws TlsException {
        this.files = files;
        this.provider = provider;
        this.handshakeTimeout = handshakeTimeout;
        this.current = load(files.read());
    }

    /**
     * Reads the files and makes everything ready. Blocks.
     *
     * @param config with a certificate and a key
     * @throws StartException if they cannot be used, or there is no such provider on this system
     */
    public static TlsAcceptor of(TlsConfig config) throws StartException {
        Path certificate = config.certificate();
        Path key = config.key();
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("tls: none (expected: certificate and key)");
        }
        try {
            SslProvider provider = provider(config.provider());
            TlsAcceptor acceptor = new TlsAcceptor(
                    new CertificateFiles(certificate, key, config.keyPasswordFile()),
                    provider,
                    config.handshakeTimeout());
            LOG.info(
                    "TLS by {}: {}",
                    provider == SslProvider.JDK ? "the JDK" : OpenSsl.versionString(),
                    acceptor.current.certificate.inWords());
            acceptor.warnOfExpiry();
            return acceptor;
        } catch (TlsException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The handler that encrypts one connection. */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = current.context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
        return handler;
    }

    /** When the certificate in use expires. */
    public Instant expires() {
        return current.certificate.expires();
    }

    /** What the files have now. Blocks. */
    CertificateFiles.Content read() throws TlsException {
        return files.read();
    }

    /** Whether this is what is in use. */
    boolean isInUse(CertificateFiles.Content content) {
        return content.equals(current.content);
    }

    /**
     * Uses another certificate for the connections to come.
     *
     * @throws TlsException if it cannot be used; then nothing has changed
     */
    void replace(CertificateFiles.Content content) throws TlsException {
        current = load(content);
        LOG.info("another certificate: {}", current.certificate.inWords());
        warnOfExpiry();
    }

    private Current load(CertificateFiles.Content content) throws TlsException {
        ServerCertificate certificate = ServerCertificate.of(files, content);
        try {
            SslContext context = SslContextBuilder.forServer(certificate.key(), certificate.chain())
                    .sslProvider(provider)
                    .protocols(VERSIONS)
                    .build();
            return new Current(context, certificate, content);
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException(
                    "tls.certificate: " + files.certificate() + " cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private void warnOfExpiry() {
        if (expires().isBefore(Instant.now())) {
            LOG.warn("tls.certificate: {} has expired at {}; clients will refuse it", files.certificate(), expires());
        }
    }

    private static SslProvider provider(TlsProviderKind kind) throws StartException {
        if (kind == TlsProviderKind.JDK || (kind == TlsProviderKind.AUTO && !OpenSsl.isAvailable())) {
            return SslProvider.JDK;
        }
        if (!OpenSsl.isAvailable()) {
            throw new StartException(
                    "tls.provider: native cannot be used on this system ("
                            + OpenSsl.unavailabilityCause().getMessage() + "; expected: auto, or jdk, which works"
                            + " everywhere)",
                    OpenSsl.unavailabilityCause());
        }
        return SslProvider.OPENSSL;
    }
}
