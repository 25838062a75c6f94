// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates for tests, as files that a server is configured with, and sockets that speak TLS with it. */
public final class TestCertificates {

    private static final X509Bundle AUTHORITY = authority();

    private final Path folder;

    /** @param folder where the files are */
    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Certificates are trusted because of this one. */
    public static X509Bundle authority() {
        try {
            return AUTHORITY != null
                    ? AUTHORITY
                    : new CertificateBuilder()
                            .ecp256()
                            .subject("CN=Test authority")
                            .setIsCertificateAuthority(true)
                            .notAfter(Instant.now().plus(100, ChronoUnit.DAYS))
                            .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** One that the authority has issued, for these hosts. */
    public static X509Bundle issued(String... hosts) {
        CertificateBuilder builder = builder(hosts);
        try {
            return builder.buildIssuedBy(authority());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder builder(String... hosts) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + hosts[0])
                .notAfter(Instant.now().plus(90, ChronoUnit.DAYS))
                .addExtendedKeyUsageServerAuth();
        for (String host : hosts) {
            if (Character.isDigit(host.charAt(0))) {
                builder.addSanIpAddress(host);
            } else {
                builder.addSanDnsName(host);
            }
        }
        return builder;
    }

    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    public Path key() {
        return folder.resolve("key.pem");
    }

    /** Writes both files, one after the other. */
    public TestCertificates use(X509Bundle bundle) {
        write(key(), bundle.getPrivateKeyPEM());
        write(certificate(), bundle.getCertificatePathPEM());
        return this;
    }

    /** Writes a file as a whole. */
    public static void write(Path file, String text) {
        try {
            Path made = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(made, text);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As after {@code --set}. */
    public String[] settings() {
        return new String[] {"tls.certificate=" + certificate(), "tls.key=" + key()};
    }

    /** Speaks TLS on a socket that is connected, as a client who trusts the authority. */
    static SSLSocket encrypted(Socket socket, String... versions) {
        return encrypted(socket, AUTHORITY.toTrustManager(), versions);
    }

    private static SSLSocket encrypted(Socket socket, @Nullable TrustManager trust, String... versions) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            SSLSocket encrypted = (SSLSocket) context.getSocketFactory()
                    .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
            if (versions.length > 0) {
                encrypted.setEnabledProtocols(versions);
            }
            encrypted.startHandshake();
            return encrypted;
        } catch (GeneralSecurityException | SocketException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
