// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.server.lifecycle.StartException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that change while the server runs. */
class CertificateReloadIT {

    private static final String LOADED = "chat_certificate_reloads_total{outcome=\"loaded\"}";
    private static final String REFUSED = "chat_certificate_reloads_total{outcome=\"refused\"}";
    private static final int MESSAGES = 2_000;

    @RegisterExtension
    private final RunningServer server =
            new RunningServer("limits.all=off", "rooms.history-on-join=0", "tls.reload-interval=20ms");

    @TempDir
    private Path folder;

    private TestCertificates files;
    private X509Bundle first;

    @BeforeEach
    void thereIsACertificate() {
        first = TestCertificates.issued("127.0.0.1");
        files = new TestCertificates(folder).use(first);
        server.with(files.settings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jdk"})
    void aNewOneIsForNewConnectionsAndNoneIsLost(String provider) throws Exception {
        server.with("tls.provider=" + provider);
        List<CompletableFuture<List<JsonNode>>> reading = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FrameClient reader = server.keep(new FrameClient(tls()));
            reader.hello("reader" + i);
            reader.join("#lobby");
            reading.add(
                    CompletableFuture.supplyAsync(() -> reader.messages(MESSAGES), task -> new Thread(task).start()));
        }
        FrameClient sender = server.keep(new FrameClient(tls()));
        sender.hello("sender");
        sender.join("#lobby");
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> sender.sayNumbered("#lobby", MESSAGES, " x"), task -> new Thread(task).start());

        for (int i = 1; i <= 3; i++) {
            X509Bundle next = TestCertificates.issued("127.0.0.1");
            files.use(next);
            server.awaitMeter(LOADED, i);
            assertThat(shown(tls())).isEqualTo(next.getCertificate());
        }

        sent.get(20, TimeUnit.SECONDS);
        for (CompletableFuture<List<JsonNode>> read : reading) {
            assertThat(read.get(20, TimeUnit.SECONDS)).hasSize(MESSAGES);
        }
        assertThat(sender.answersPing()).isTrue();
        assertThat(server.meter(REFUSED)).isZero();
        assertThat(server.log().lines("another certificate: CN=127.0.0.1")).hasSize(3);
    }

    @Test
    void onlyAPairIsTakenAndTheOldOneStaysUntilThen() throws IOException {
        X509Bundle next = TestCertificates.issued("127.0.0.1");
        FrameClient client = server.keep(new FrameClient(tls()));
        client.hello("ann");

        TestCertificates.write(files.certificate(), next.getCertificatePathPEM());
        server.awaitMeter(REFUSED, 1);
        assertThat(server.log().lines("is not the key of the certificate")).hasSize(1);
        assertThat(shown(tls())).isEqualTo(first.getCertificate());

        TestCertificates.write(files.key(), next.getPrivateKeyPEM().substring(0, 60));
        server.awaitMeter(REFUSED, 2);
        Files.delete(files.key());
        server.awaitMeter(REFUSED, 3);
        assertThat(server.log().lines("there is no file")).hasSize(1);
        assertThat(shown(tls())).isEqualTo(first.getCertificate());

        TestCertificates.write(files.key(), next.getPrivateKeyPEM());
        server.awaitMeter(LOADED, 1);
        assertThat(shown(tls())).isEqualTo(next.getCertificate());
        assertThat(client.answersPing()).isTrue();
    }

    /** As it is written by a program that does not rename: byte by byte, and the key first. */
    @Test
    void whatIsHalfWrittenIsWaitedFor() {
        server.with("tls.reload-interval=500ms");
        server.start();
        X509Bundle next = TestCertificates.issued("127.0.0.1");
        String key = next.getPrivateKeyPEM();
        for (int i = 20; i < key.length(); i += 40) {
            TestCertificates.write(files.key(), key.substring(0, i));
        }
        files.use(next);

        server.awaitMeter(LOADED, 1);

        assertThat(server.meter(REFUSED)).isZero();
        await().untilAsserted(() -> assertThat(shown(tls())).isEqualTo(next.getCertificate()));
    }

    @Test
    void whatIsNoPairDoesNotStart() throws IOException {
        TestCertificates.write(files.key(), TestCertificates.issued("127.0.0.1").getPrivateKeyPEM());
        assertDoesNotStart("tls.key: " + files.key() + " is not the key of the certificate in " + files.certificate());
        Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertDoesNotStart("openssl pkcs8");
        Files.writeString(files.key(), "nothing");
        assertDoesNotStart("tls.key: " + files.key() + " has no key in PEM");
        Files.writeString(files.certificate(), "nothing");
        assertDoesNotStart("tls.certificate: " + files.certificate() + " has no certificate in PEM");
        Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertDoesNotStart("tls.certificate: " + files.certificate() + " has a damaged certificate");
        Files.delete(files.certificate());
        assertDoesNotStart("tls.certificate: there is no file " + files.certificate());
        Files.createDirectory(files.certificate());
        assertDoesNotStart("tls.certificate: " + files.certificate() + " cannot be read");
    }

    private void assertDoesNotStart(String message) {
        assertThatThrownBy(() -> new ChatServer(server.config()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private SSLSocket tls() {
        return server.keep(TestCertificates.encrypted(server.socket()));
    }

    private static X509Certificate shown(SSLSocket socket) {
        try {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new AssertionError(e);
        }
    }
}
