// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.lifecycle;

/** The server cannot start, for a reason that the operator can do something about. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * A reason.
     *
     * @param message one line for the operator, which names the setting: {@code admin.port: 9464 is in use}
     * @param cause what happened underneath
     */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same without anything underneath. */
    public StartException(String message) {
        super(message);
    }
}
