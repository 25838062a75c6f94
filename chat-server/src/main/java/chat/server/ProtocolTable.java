// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.protocol.line.RefusalLine;
import chat.server.config.ServerConfig;
import chat.server.dialect.Dialect;
import chat.server.metrics.Refusal;
import chat.server.net.PoliteRefusal;
import chat.server.net.detect.ProtocolSniffer;
import chat.server.net.detect.Protocols;
import chat.server.net.detect.Protocols.Candidate;
import chat.server.net.detect.Protocols.Outcome;
import chat.server.net.detect.Sniffers;
import chat.server.session.Sessions;
import chat.server.tls.TlsAcceptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is spoken on the port, and what is answered to that which is not. Immutable. */
final class ProtocolTable {

    private static final String HOW_TO =
            "; with the console client: --tls, or --trust-on-first-use where nobody has signed the certificate";

    private static final String HTTP_TEXT =
            "This port speaks chat: nc, telnet or the console client. Metrics are on the admin port.\n";

    private static final String HTTP_REPLY = "HTTP/1.1 400 Bad Request\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + HTTP_TEXT.getBytes(StandardCharsets.UTF_8).length + "\r\n"
            + "Connection: close\r\n\r\n" + HTTP_TEXT;

    private static final Outcome TLS_IN_TLS =
            new Outcome.Refuse(Refusal.TLS, PoliteRefusal.line("this is inside TLS already"));
    private static final Outcome NO_TLS =
            new Outcome.Refuse(Refusal.TLS, PoliteRefusal.line(RefusalLine.TLS_NOT_OFFERED + "; connect without it"));
    private static final Outcome ONLY_TLS =
            new Outcome.Refuse(Refusal.TLS, PoliteRefusal.line(RefusalLine.TLS_REQUIRED + HOW_TO));
    private static final ProtocolSniffer ANY = first -> ProtocolSniffer.Verdict.YES;

    private final Dialect framed;
    private final Dialect text;
    private final ServerConfig config;
    private final Sessions sessions;

    ProtocolTable(Dialect framed, Dialect text, ServerConfig config, Sessions sessions) {
        this.framed = framed;
        this.text = text;
        this.config = config;
        this.sessions = sessions;
    }

    /**
     * What a connection may begin with.
     *
     * @param tls null where it is not offered
     */
    Protocols of(@Nullable TlsAcceptor tls) {
        if (tls == null) {
            return open(NO_TLS);
        }
        Outcome encrypted = new Outcome.Encrypt(tls, open(TLS_IN_TLS));
        return config.requiresTls()
                ? protocols(List.of(new Candidate(Sniffers::tls, encrypted), new Candidate(ANY, ONLY_TLS)), ONLY_TLS)
                : open(encrypted);
    }

    /** In the order in which the protocols are asked for; HTTP before text, of which its first line is a kind. */
    private Protocols open(Outcome tls) {
        return protocols(
                List.of(
                        new Candidate(Sniffers::framed, new Outcome.Speak(framed)),
                        new Candidate(Sniffers::tls, tls),
                        new Candidate(Sniffers::http, new Outcome.Refuse(Refusal.HTTP, HTTP_REPLY)),
                        new Candidate(Sniffers::text, new Outcome.Speak(text))),
                new Outcome.Speak(text));
    }

    private Protocols protocols(List<Candidate> candidates, Outcome silent) {
        return new Protocols(candidates, silent, config.net().detectTimeout(), sessions);
    }
}
