// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

/** A certificate or a key cannot be used. The message is one line for the operator and names the file. */
public final class TlsException extends Exception {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong with which file */
    public TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
