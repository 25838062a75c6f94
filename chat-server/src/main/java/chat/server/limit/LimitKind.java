// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

/** The table of limits: the name that a peer is told, the key that sets it, and what is counted together. */
public enum LimitKind {
    MAX_CONNECTIONS("max-connections", Scope.SERVER),
    ROOMS("rooms", Scope.SERVER),
    ROOMS_PER_CONNECTION("rooms-per-connection", Scope.CONNECTION),
    IN_FLIGHT("in-flight", Scope.CONNECTION),
    MESSAGES("messages", Scope.CONNECTION),
    COMMANDS("commands", Scope.CONNECTION),
    HELLO_TIMEOUT("hello-timeout", Scope.CONNECTION),
    IDLE("idle", Scope.CONNECTION),
    STALL("stall", Scope.CONNECTION),
    FRAME_SIZE("frame-size", Scope.INPUT),
    LINE_SIZE("line-size", Scope.INPUT),
    TEXT_SIZE("text-size", Scope.INPUT),
    HISTORY_PAGE("history-page", Scope.INPUT);

    /** What is counted together. */
    public enum Scope {
        /** Everything on this server. */
        SERVER,
        /** One connection. */
        CONNECTION,
        /** One command, frame or line. */
        INPUT
    }

    private final String label;
    private final Scope scope;

    LimitKind(String label, Scope scope) {
        this.label = label;
        this.scope = scope;
    }

    /** The name in kebab-case, for peers and meters. */
    public String label() {
        return label;
    }

    /** The key of the configuration that sets it. */
    public String configKey() {
        return "limits." + label;
    }

    /** What is counted together. */
    public Scope scope() {
        return scope;
    }
}
