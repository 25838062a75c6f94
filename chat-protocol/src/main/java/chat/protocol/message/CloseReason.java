// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.util.stream.Stream;

/**
 * Why a server ends a connection. The number tells the client what to do: from 4000 to 4499 it should come back, from
 * 4500 to 4999 it should not do so by itself. The ranges are those of WebSocket close codes for private use (RFC 6455,
 * section 7.4.2).
 */
public enum CloseReason {
    SERVER_STOPPING(4000, "server-stopping", "The server is stopping or restarting."),
    IDLE_TIMEOUT(
            4001, "idle-timeout", "No complete command came for the idle limit; send ping every heartbeatSeconds."),
    STALLED(4002, "stalled", "Nothing that was sent was read for the stall limit; come back and resume."),
    SERVER_FULL(4003, "server-full", "The server has as many connections as it may."),
    HELLO_TIMEOUT(4004, "hello-timeout", "No hello came in time."),
    INTERNAL_ERROR(4005, "internal-error", "A fault of the server, which has been logged."),
    QUIT(4500, "quit", "The client asked for it."),
    FRAME_TOO_LONG(4501, "frame-too-long", "A frame announced more bytes than the limit; the stream cannot go on."),
    UNSUPPORTED_PROTOCOL(4502, "unsupported-protocol", "The version of the protocol in hello is not spoken here."),
    REPLACED(4503, "replaced", "A newer connection took this one's place with its resume proof."),
    TLS_NOT_OFFERED(4504, "tls-not-offered", "The client began a TLS handshake and the server has no certificate."),
    HTTP_NOT_OFFERED(4505, "http-not-offered", "The client sent an HTTP request and this port speaks none yet."),
    UNKNOWN_PROTOCOL(4506, "unknown-protocol", "The first bytes belong to no protocol that is spoken here."),
    FLOODING(4507, "flooding", "The client was told to wait, again and again, and went on all the same."),
    SIGNED_OUT(
            4510,
            "signed-out",
            "The password was changed, the token revoked or expired, the account locked or deleted, or the operator closed"
                    + " the connection."),
    ADDRESS_BANNED(4511, "address-banned", "The operator lets nobody in from this address.");

    private static final int FIRST = 4000;
    private static final int FIRST_FINAL = 4500;

    private final int number;
    private final String wireName;
    private final String meaning;

    CloseReason(int number, String wireName, String meaning) {
        this.number = number;
        this.wireName = wireName;
        this.meaning = meaning;
    }

    /** The number on the wire, 4000 to 4999. */
    public int number() {
        return number;
    }

    /** A kebab-case name, for logs and meters. */
    public String wireName() {
        return wireName;
    }

    /** What happened, one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether the client should connect again by itself. */
    public boolean comeBack() {
        return comeBack(number);
    }

    /** Whether a client that was closed with this number, known to it or not, should connect again by itself. */
    public static boolean comeBack(int number) {
        return number >= FIRST && number < FIRST_FINAL;
    }

    /** The reason with this number, or {@link #INTERNAL_ERROR} below 4500 and {@link #QUIT} above for unknown ones. */
    public static CloseReason ofNumber(int number) {
        return Stream.of(values())
                .filter(reason -> reason.number == number)
                .findFirst()
                .orElse(comeBack(number) ? INTERNAL_ERROR : QUIT);
    }
}
