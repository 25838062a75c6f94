// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net.detect;

import chat.server.dialect.Dialect;
import chat.server.metrics.Refusal;
import chat.server.session.Sessions;
import chat.server.tls.TlsAcceptor;
import java.time.Duration;
import java.util.List;

/**
 * What may be spoken on the port. Immutable.
 *
 * @param candidates asked in this order; the first that says yes has it
 * @param silent what happens to who sends nothing until the time is over
 * @param timeout how long the first bytes are waited for
 * @param sessions takes over when the dialect is known
 */
public record Protocols(List<Candidate> candidates, Outcome silent, Duration timeout, Sessions sessions) {

    /** Keeps a copy of the list. */
    public Protocols {
        candidates = List.copyOf(candidates);
    }

    /** How a protocol is recognised, and what happens then. */
    public record Candidate(ProtocolSniffer sniffer, Outcome outcome) {}

    /** What happens when a protocol has been recognised. */
    public sealed interface Outcome {

        /** It is spoken. */
        record Speak(Dialect dialect) implements Outcome {}

        /**
         * The connection is encrypted, and what is inside is found out like before.
         *
         * @param inside what may be spoken there; not TLS again
         */
        record Encrypt(TlsAcceptor tls, Protocols inside) implements Outcome {}

        /**
         * It is not spoken here, which the peer is told.
         *
         * @param reply as it goes out
         */
        record Refuse(Refusal reason, String reply) implements Outcome {}
    }
}
