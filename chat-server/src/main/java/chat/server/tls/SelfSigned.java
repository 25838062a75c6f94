// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A certificate that vouches for itself, ECDSA on P-256, for trying out and for clients that pin it. Made by the JDK's own
 * {@code keytool}, which every Java has, as its classes may not be called. Immutable and thread-safe; making one blocks.
 *
 * @param certificate the certificate
 * @param key its key
 */
public record SelfSigned(X509Certificate certificate, PrivateKey key) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9.:_-]{0,252}|::1?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");
    private static final String ALIAS = "chat";
    private static final String PASSWORD_VARIABLE = "CHAT_KEYTOOL_PASSWORD";
    private static final int PASSWORD_BYTES = 24;
    private static final long PATIENCE_SECONDS = 60;

    /** Whether a certificate can be for this host: a name or an address. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    /**
     * Makes one that begins an hour ago, as clocks differ.
     *
     * @param hosts names and addresses that clients connect to, at least one
     * @param days how long it is good for, at least 1
     * @throws TlsException if there is no keytool, or it fails
     */
    public static SelfSigned of(List<String> hosts, int days) throws TlsException, IOException {
        Path folder = Files.createTempDirectory("chat-certificate");
        Path store = folder.resolve("store.p12");
        try {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            runKeytool(store, password, hosts, days);
            return read(store, password.toCharArray());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    /** The certificate in PEM. */
    public String certificateText() {
        try {
            return Pem.text(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
    }

    /** The key in PEM, not encrypted. */
    public String keyText() {
        return Pem.text(Pem.PRIVATE_KEY, key.getEncoded());
    }

    private static void runKeytool(Path store, String password, List<String> hosts, int days)
            throws TlsException, IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        ProcessBuilder command = new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=" + hosts.get(0).replace(':', '.'),
                "-ext",
                "SAN=" + hosts.stream().map(SelfSigned::alternativeName).collect(Collectors.joining(",")),
                "-ext",
                "KU=digitalSignature",
                "-ext",
                "EKU=serverAuth",
                "-startdate",
                "-1H",
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD_VARIABLE,
                "-keystore",
                store.toString());
        command.environment().put(PASSWORD_VARIABLE, password);
        // Or they would say so in front of what it has to say.
        command.environment().remove("JDK_JAVA_OPTIONS");
        command.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new TlsException(keytool + " made no certificate: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new TlsException("interrupted while the certificate was made", e);
        }
    }

    private static String alternativeName(String host) {
        return (ADDRESS.matcher(host).matches() ? "ip:" : "dns:") + host;
    }

    private static SelfSigned read(Path store, char[] password) throws TlsException, IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), password);
            return new SelfSigned(
                    (X509Certificate) keys.getCertificate(ALIAS), (PrivateKey) keys.getKey(ALIAS, password));
        } catch (GeneralSecurityException e) {
            throw new TlsException("what keytool has made cannot be read: " + e.getMessage(), e);
        }
    }
}
