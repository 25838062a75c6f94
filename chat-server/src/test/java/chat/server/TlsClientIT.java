// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.client.BackOff;
import chat.client.ChatClient;
import chat.client.ChatListener;
import chat.client.ChatOptions;
import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.ConnectionStatus.Trouble;
import chat.client.SendResult;
import chat.client.ServerAddress;
import chat.client.state.KnownServers;
import chat.client.state.StateFolder;
import chat.client.tls.ChatTls;
import chat.client.tls.Fingerprint;
import chat.protocol.message.Event;
import chat.protocol.message.RoomName;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Our client and our server, with TLS between them. */
class TlsClientIT {

    private static final RoomName LOBBY = new RoomName("#lobby");

    @RegisterExtension
    private final RunningServer server = new RunningServer("tls.reload-interval=20ms");

    @TempDir
    private Path folder;

    private final X509Bundle certificate = TestCertificates.issued("127.0.0.1");
    private TestCertificates files;

    @BeforeEach
    void thereIsACertificate() throws IOException {
        files = new TestCertificates(Files.createDirectory(folder.resolve("tls"))).use(certificate);
        server.with(files.settings());
    }

    @Test
    void anAuthorityVouchesForTheServer() throws Exception {
        assertTalks(ChatTls.authorities(List.of(TestCertificates.authority().getCertificate())));
        assertTalks(ChatTls.authorities(List.of(certificate.getCertificate())));
    }

    @Test
    void anUnknownAuthorityIsRefusedForGood() {
        ConnectionStatus end = refused(ChatTls.system());

        assertThat(end.trouble()).isEqualTo(Trouble.UNTRUSTED);
        assertThat(end.reason())
                .startsWith("the certificate of the server, " + Fingerprint.of(certificate.getCertificate())
                        + ", is not trusted: ")
                .contains("--trust-on-first-use")
                .doesNotContain("PKIX");
        assertThat(end.retryIn()).isNull();
        server.awaitMeter("chat_connections{dialect=\"undetected\"}", 0);
        assertThat(server.meter("chat_connections_accepted_total")).isEqualTo(1);
    }

    @Test
    void theCertificateOfAnotherHostIsRefused() {
        files.use(TestCertificates.issued("chat.example.org"));

        ConnectionStatus end =
                refused(ChatTls.authorities(List.of(TestCertificates.authority().getCertificate())));

        assertThat(end.trouble()).isEqualTo(Trouble.UNTRUSTED);
        assertThat(end.reason()).contains("127.0.0.1");
    }

    @Test
    void theRightFingerprintIsEnoughAndAnotherIsNot() throws Exception {
        Fingerprint right = Fingerprint.of(certificate.getCertificate());
        assertTalks(ChatTls.fingerprint(Fingerprint.parse(
                right.text().toLowerCase(java.util.Locale.ROOT).replace(":", "").replace("sha256", "SHA256:"))));
        Fingerprint wrong = Fingerprint.of(TestCertificates.authority().getCertificate());

        ConnectionStatus end = refused(ChatTls.fingerprint(wrong));

        assertThat(end.trouble()).isEqualTo(Trouble.UNTRUSTED);
        assertThat(end.reason()).contains(right.text()).contains("expected: " + wrong);
    }

    @Test
    void whatIsSeenFirstIsTrustedAndNothingElseAfterThat() throws Exception {
        List<String> notices = new ArrayList<>();
        KnownServers known = new KnownServers(new StateFolder(folder.resolve("state")), notices::add);
        Path file = folder.resolve("state").resolve("known-servers");
        String name = "127.0.0.1:" + server.address().getPort();
        String shown = Fingerprint.of(certificate.getCertificate()).text();

        assertTalks(ChatTls.pins(known));
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(shown)
                .contains(name)
                .contains(file.toString());
        assertThat(Files.readString(file)).isEqualTo(name + " " + shown + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertTalks(ChatTls.pins(known));
        assertThat(notices).hasSize(1);

        X509Bundle other = TestCertificates.issued("127.0.0.1");
        files.use(other);
        server.awaitMeter("chat_certificate_reloads_total{outcome=\"loaded\"}", 1);
        ConnectionStatus end = refused(ChatTls.pins(known));
        assertThat(end.trouble()).isEqualTo(Trouble.UNTRUSTED);
        assertThat(end.reason())
                .contains("IT HAS CHANGED")
                .contains(shown)
                .contains(Fingerprint.of(other.getCertificate()).text())
                .contains(file + " line 1");
        assertThat(Files.readString(file)).isEqualTo(name + " " + shown + "\n");

        Files.writeString(file, "another.example:8080 " + shown + "\n");
        assertTalks(ChatTls.pins(known));
        assertThat(Files.readString(file).lines()).hasSize(2);
    }

    @Test
    void whoComesWithoutIsToldAndDoesNotTryAgain() {
        server.with("tls.required=true");

        ConnectionStatus end = refused(null);

        assertThat(end.trouble()).isEqualTo(Trouble.REFUSED);
        assertThat(end.reason()).contains("TLS is required here").contains("--tls");
    }

    @Test
    void whoComesWithItWhereThereIsNoneIsToldAndDoesNotTryAgain() {
        server.with("tls.certificate=", "tls.key=");

        ConnectionStatus end = refused(ChatTls.system());

        assertThat(end.trouble()).isEqualTo(Trouble.REFUSED);
        assertThat(end.reason()).contains("TLS is not offered here");
    }

    /** The rest of what a client promises holds with TLS, too. */
    @Test
    void aClientComesBackOverTls() throws Exception {
        ChatTls trust = ChatTls.authorities(List.of(TestCertificates.authority().getCertificate()));
        server.address();
        try (ChatClient client = ChatClient.connect(options(trust), new ChatListener() {})) {
            client.join(LOBBY).toCompletableFuture().get(10, TimeUnit.SECONDS);
            server.restart();
            SendResult result = client.send(LOBBY, "back").toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(result).isInstanceOf(SendResult.Sent.class);
        }
    }

    @Test
    void aFingerprintIsReadAsPeopleHaveIt() {
        String text = Fingerprint.of(certificate.getCertificate()).text();
        assertThat(Fingerprint.parse(" " + text.substring("SHA256:".length())).text())
                .isEqualTo(text);
        assertThatThrownBy(() -> Fingerprint.parse("SHA256:12")).hasMessageContaining("64 hexadecimal digits");
    }

    private void assertTalks(ChatTls trust) throws Exception {
        try (ChatClient client = ChatClient.connect(options(trust), new ChatListener() {})) {
            Event.Welcome welcome = client.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(welcome.name().value()).startsWith("guest");
            client.join(LOBBY).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(client.send(LOBBY, "hello").toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isInstanceOf(SendResult.Sent.class);
        }
    }

    /** What a client is told last. */
    private ConnectionStatus refused(ChatTls trust) {
        Queue<ConnectionStatus> told = new ConcurrentLinkedQueue<>();
        ChatListener listener = new ChatListener() {
            @Override
            public void onConnection(ConnectionStatus status) {
                told.add(status);
            }
        };
        try (ChatClient client = ChatClient.connect(options(trust), listener)) {
            assertThatThrownBy(() -> client.ready().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("");
        }
        return told.stream()
                .filter(status -> status.state() == ConnectionState.FAILED)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not refused for good: " + told));
    }

    private ChatOptions options(ChatTls trust) {
        return ChatOptions.to(new ServerAddress("127.0.0.1", server.address().getPort()))
                .withBackOff(BackOff.DEFAULT)
                .withTls(trust);
    }
}
