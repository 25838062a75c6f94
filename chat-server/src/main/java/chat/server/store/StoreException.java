// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

/** A store cannot be used, for a reason that the operator can do something about. */
public sealed class StoreException extends RuntimeException permits FolderInUseException {

    private static final long serialVersionUID = 1;

    /**
     * A reason.
     *
     * @param message one line for the operator
     * @param cause what happened underneath
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same without anything underneath. */
    public StoreException(String message) {
        super(message);
    }

    /** The message, which is never null. */
    public final String reason() {
        String message = getMessage();
        return message == null ? "the store cannot be used" : message;
    }
}
