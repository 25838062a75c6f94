// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ServerAddress;
import chat.client.load.Bench;
import chat.client.load.BenchPlan;
import chat.client.load.BenchReport;
import chat.client.load.BenchReport.Verdict;
import chat.client.load.ReportText;
import chat.client.state.KnownServers;
import chat.client.state.StateFolder;
import chat.client.tls.ChatTls;
import chat.client.tls.Fingerprint;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The checker against our server, with TLS between them. */
class TlsBenchIT {

    @RegisterExtension
    private final RunningServer server = new RunningServer("limits.all=off", "tls.required=true");

    @TempDir
    private Path folder;

    private final X509Bundle certificate = TestCertificates.issued("127.0.0.1");

    @BeforeEach
    void thereIsACertificate() throws IOException {
        server.with(new TestCertificates(Files.createDirectory(folder.resolve("tls")))
                .use(certificate)
                .settings());
    }

    @Test
    void thePromisesAreCheckedOverTls() throws Exception {
        BenchReport report = run(
                400, ChatTls.authorities(List.of(TestCertificates.authority().getCertificate())));

        assertThat(report.verdict()).as(words(report)).isEqualTo(Verdict.KEPT);
        assertThat(report.acknowledged()).isEqualTo(400);
    }

    @Test
    void theyAreCheckedWhileTheServerIsStoppedAndComesBack() throws Exception {
        server.start();
        CompletableFuture<BenchReport> running = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return run(2_000, ChatTls.fingerprint(Fingerprint.of(certificate.getCertificate())));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        server.awaitMeterAtLeast("chat_commands_total{command=\"send\",outcome=\"ok\"}", 100);
        server.restart();

        BenchReport report = running.get(60, TimeUnit.SECONDS);

        assertThat(report.verdict()).as(words(report)).isEqualTo(Verdict.KEPT);
        assertThat(report.acknowledged()).isEqualTo(2_000);
        assertThat(report.reconnects()).isPositive();
    }

    /** All connections come at once, and each looks for the fingerprint and would keep it. */
    @Test
    void whatIsSeenFirstIsTrustedByAllConnections() throws Exception {
        Queue<String> notices = new ConcurrentLinkedQueue<>();
        ChatTls pins = ChatTls.pins(new KnownServers(new StateFolder(folder.resolve("state")), notices::add));

        BenchReport report = run(100, pins);

        assertThat(report.verdict()).as(words(report)).isEqualTo(Verdict.KEPT);
        assertThat(notices).hasSize(1);
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidToBe() throws Exception {
        BenchReport report = run(100, ChatTls.system());

        assertThat(report.verdict()).as(words(report)).isEqualTo(Verdict.UNTRUSTED);
        assertThat(words(report))
                .contains(
                        "is not trusted: ",
                        Fingerprint.of(certificate.getCertificate()).text());
        assertThat(report.acknowledged()).isZero();
    }

    @Test
    void withoutItNobodyIsLetIn() throws Exception {
        assertThat(run(100, null).verdict()).isNotIn(Verdict.KEPT, Verdict.BROKEN);
    }

    private BenchReport run(long messages, @Nullable ChatTls tls) throws Exception {
        BenchPlan plan = BenchPlan.of(
                        new ServerAddress("127.0.0.1", server.address().getPort()))
                .withClients(4, 4, 1, 2)
                .withMessages(messages, 100)
                .withPatience(Duration.ofSeconds(10), Duration.ofSeconds(5));
        return Bench.run(plan, tls, line -> {});
    }

    private static String words(BenchReport report) {
        return String.join("\n", ReportText.lines(report));
    }
}
