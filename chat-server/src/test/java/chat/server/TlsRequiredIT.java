// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.server.lifecycle.StartException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that others can reach: no word without TLS. */
class TlsRequiredIT {

    private static final String LINE = "*** TLS is required here; with the console client: --tls,"
            + " or --trust-on-first-use where nobody has signed the certificate";

    @RegisterExtension
    private final RunningServer server = new RunningServer("tls.required=true", "net.detect-timeout=200ms");

    @TempDir
    private Path folder;

    @BeforeEach
    void thereIsACertificate() {
        server.with(new TestCertificates(folder)
                .use(TestCertificates.issued("127.0.0.1"))
                .settings());
    }

    @Test
    void whoComesWithTlsIsLetIn() {
        server.keep(new FrameClient(TestCertificates.encrypted(server.socket())))
                .hello("ann");
        assertThat(server.keep(new LineClient(TestCertificates.encrypted(server.socket())))
                        .greeted())
                .startsWith("guest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\n", "GET / HTTP/1.1\r\n\r\n", "\u0000\u0000\u0000\u0002{}", "\u0016x", "\u0016", ""})
    void whoComesWithoutIsRefusedWithALineWhateverTheySay(String said) {
        LineClient client = server.text().write(said);

        assertThat(client.rest()).containsExactly(LINE);
        client.finish();
        server.awaitMeter("chat_connections_refused_total{reason=\"tls\"}", 1);
        server.awaitMeter("chat_connections_closed_total{reason=\"refused-tls\"}", 1);
    }

    /** 0.0.0.0 was open to everybody without a word. */
    @Test
    void aPortForOthersNeedsACertificate() {
        server.with("tls.required=auto", "tls.certificate=", "tls.key=");
        assertThatThrownBy(() -> new ChatServer(server.config("net.host=0.0.0.0")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("chat-server certificate")
                .hasMessageContaining("tls.required: false");
        assertThat(server.config("net.host=0.0.0.0", "tls.required=false").whyNotToListen())
                .isNull();
        assertThat(server.config("net.host=localhost").whyNotToListen()).isNull();
        assertThat(server.config("net.host=::1").whyNotToListen()).isNull();
        assertThat(server.config("net.host=::").whyNotToListen()).isNotNull();
    }
}
