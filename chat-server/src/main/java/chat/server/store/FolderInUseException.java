// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store;

/** Another process writes where a store is. */
public final class FolderInUseException extends StoreException {

    private static final long serialVersionUID = 1;

    /** @param message one line for the operator */
    public FolderInUseException(String message) {
        super(message);
    }
}
