// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Input that breaks a rule, while the connection it came on can go on. Answered with an {@link Event.Rejected}; never a
 * bug of ours, therefore without a stack trace.
 */
public final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String ref;
    private final @Nullable Long retryAfterMillis;

    /**
     * @param code what was wrong
     * @param message what was wrong and what would have been right, for a person
     */
    public RejectedException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /** As the other one, for what may be right after a while. */
    public RejectedException(ErrorCode code, String message, long retryAfterMillis) {
        this(code, message, null, retryAfterMillis);
    }

    private RejectedException(ErrorCode code, String message, @Nullable String ref, @Nullable Long retryAfterMillis) {
        super(message, null, false, false);
        this.code = code;
        this.ref = ref;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The code that the peer is told. */
    public ErrorCode code() {
        return code;
    }

    /** The {@code ref} of the command that was refused, or null where it is not known. */
    public @Nullable String ref() {
        return ref;
    }

    /** In how many milliseconds it may be right, or null where that is not known. */
    public @Nullable Long retryAfterMillis() {
        return retryAfterMillis;
    }

    /** The message, which is never null. */
    public String reason() {
        String message = getMessage();
        return message == null ? code.wireName() : message;
    }

    /** The same rejection, as the answer to the command with this {@code ref}. */
    public RejectedException withRef(@Nullable String refOfCommand) {
        return new RejectedException(code, reason(), refOfCommand, retryAfterMillis);
    }
}
