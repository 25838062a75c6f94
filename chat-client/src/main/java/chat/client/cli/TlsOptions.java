// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.config.ServerProfile;
import chat.client.state.KnownServers;
import chat.client.tls.ChatTls;
import chat.client.tls.Fingerprint;
import chat.protocol.line.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Whether connections are encrypted, and how to make sure of the server. */
final class TlsOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--tls",
            scope = ScopeType.INHERIT,
            description = "Encrypt, and trust the certificates that this system trusts.")
    private boolean tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Encrypt, and trust these certificates (PEM), of an authority or the server itself.")
    private @Nullable Path authorities;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:...",
            scope = ScopeType.INHERIT,
            converter = FingerprintConverter.class,
            description = "Encrypt, and trust the certificate with this fingerprint, whatever else it says.")
    private @Nullable Fingerprint fingerprint;

    @Option(
            names = "--trust-on-first-use",
            scope = ScopeType.INHERIT,
            description = "Encrypt, and trust the certificate that this server shows the first time, and no other after"
                    + " that. It is kept in known-servers beside the console's state.")
    private boolean firstUse;

    /**
     * How to make sure of the server, or null for plain connections.
     *
     * @param written what a profile says, where the command line says nothing; or null
     */
    @Nullable
    ChatTls trust(ServerProfile.@Nullable Encryption written) {
        if (written != null && !tls && authorities == null && fingerprint == null && !firstUse) {
            return trust(written.tls(), written.authorities(), written.fingerprint(), written.firstUse());
        }
        if (Stream.of(authorities != null, fingerprint != null, firstUse)
                        .filter(Boolean::booleanValue)
                        .count()
                > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--ca, --fingerprint, --trust-on-first-use: more than one (expected: one)");
        }
        return trust(tls, authorities, fingerprint, firstUse);
    }

    private @Nullable ChatTls trust(
            boolean system, @Nullable Path trusted, @Nullable Fingerprint expected, boolean first) {
        if (trusted != null) {
            return ChatTls.authorities(read(trusted));
        } else if (expected != null) {
            return ChatTls.fingerprint(expected);
        } else if (first) {
            return ChatTls.pins(new KnownServers(ConnectionOptions.state(), TlsOptions::tell));
        }
        return system ? ChatTls.system() : null;
    }

    /** Loudly: on standard error, before anything else is shown. */
    private static void tell(String notice) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        err.println("chat-client: " + Visible.of(notice));
    }

    private List<X509Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("it has no certificate in PEM");
            }
            return certificates;
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "--ca: there is no file " + file, e);
        } catch (IOException | CertificateException e) {
            throw new ParameterException(
                    spec.commandLine(), "--ca: " + file + " cannot be used (" + e.getMessage() + ")", e);
        }
    }

    static final class FingerprintConverter implements ITypeConverter<Fingerprint> {
        @Override
        public Fingerprint convert(String value) {
            try {
                return Fingerprint.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
