// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import chat.server.dialect.Dialect;
import chat.server.metrics.Refusal;
import chat.server.net.PoliteRefusal;
import chat.server.net.detect.Protocols.Candidate;
import chat.server.net.detect.Protocols.Outcome;
import chat.server.net.detect.Sniffers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is spoken on the port, and what is answered to that which is not. */
final class ProtocolTable {

    private static final String HTTP_TEXT =
            "This port speaks chat: nc, telnet or the console client. Metrics are on the admin port.\n";

    private static final String HTTP_REPLY = "HTTP/1.1 400 Bad Request\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + HTTP_TEXT.getBytes(StandardCharsets.UTF_8).length + "\r\n"
            + "Connection: close\r\n\r\n" + HTTP_TEXT;

    private ProtocolTable() {}

    /** In the order in which the protocols are asked for; HTTP before text, of which its first line is a kind. */
    static List<Candidate> of(Dialect framed, Dialect text) {
        return List.of(
                new Candidate(Sniffers::framed, new Outcome.Speak(framed)),
                new Candidate(
                        Sniffers::tls,
                        new Outcome.Refuse(
                                Refusal.TLS, PoliteRefusal.line("TLS is not offered here; connect without it"))),
                new Candidate(Sniffers::http, new Outcome.Refuse(Refusal.HTTP, HTTP_REPLY)),
                new Candidate(Sniffers::text, new Outcome.Speak(text)));
    }
}
