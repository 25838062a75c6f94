// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

/** Why a connection was turned away before it could speak: the values of a label. */
public enum Refusal {
    /** There are too many connections already. */
    LIMIT("limit"),
    /** Its address has too many connections, or makes them too fast. */
    ADDRESS("address"),
    /** The operator lets nobody in from its address. */
    BANNED("banned"),
    /** Connections come too fast in all. */
    RATE("rate"),
    /** It came from a proxy, and did not begin with a PROXY header. */
    PROXY_HEADER("proxy-header"),
    /** It wanted TLS where there is none, or none where TLS is required. */
    TLS("tls"),
    /** It began with TLS and did not come to an agreement, or not in time. */
    TLS_HANDSHAKE("tls-handshake"),
    /** It spoke HTTP, but wanted nothing that is served here. */
    HTTP("http"),
    /** Its first bytes belong to no protocol. */
    UNKNOWN_PROTOCOL("unknown-protocol"),
    /** The server is stopping. */
    STOPPING("stopping");

    private final String label;

    Refusal(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
