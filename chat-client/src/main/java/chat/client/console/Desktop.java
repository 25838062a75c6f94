// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.state.Desk;

/** Where a person has lying what they are about to say, and what they chose. Thread-safe. */
interface Desktop {

    /** Puts there what lay there the last time. Called once, before any room is entered. */
    void lay(Desk kept);

    /** What lies there now, as far as it may be written down. */
    Desk desk();
}
