// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/**
 * Input after which the stream cannot go on, such as a frame that announces too many bytes. The connection it came on is
 * closed with the reason; never a bug of ours, therefore without a stack trace.
 */
public final class ClosedByProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CloseReason reason;

    /**
     * @param reason why the connection ends
     * @param message what was wrong and what would have been right, for a person
     */
    public ClosedByProtocolException(CloseReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the connection ends. */
    public CloseReason reason() {
        return reason;
    }
}
