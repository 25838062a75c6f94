// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

/**
 * How the line begins, after its asterisks, with which a server sends a client away that it will always send away: such a
 * client should not come back by itself.
 */
public final class RefusalLine {

    /** The client came without TLS. */
    public static final String TLS_REQUIRED = "TLS is required here";

    /** The client began with TLS, and the server has no certificate. */
    public static final String TLS_NOT_OFFERED = "TLS is not offered here";

    private RefusalLine() {}

    /** Whether coming back would end the same. */
    public static boolean isFinal(String reason) {
        return reason.startsWith(TLS_REQUIRED) || reason.startsWith(TLS_NOT_OFFERED);
    }
}
