// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import chat.client.console.Ending;

/** A verb is over before it is done: control flow, and therefore without a stack trace. */
final class Over extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Ending ending;

    Over(Ending ending) {
        super(ending.toString(), null, false, false);
        this.ending = ending;
    }

    /** How it ended. */
    Ending ending() {
        return ending;
    }
}
