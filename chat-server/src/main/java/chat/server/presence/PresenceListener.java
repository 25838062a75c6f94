// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.presence;

import chat.protocol.message.Event;

/** Is told who came, went or changed their name. */
@FunctionalInterface
public interface PresenceListener {

    /** Something changed; called by whoever calls {@link Presence#tell}. */
    void changed(Event.Presence change);
}
