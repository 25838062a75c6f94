// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/** Whether somebody is in a room at this moment. */
public enum PresenceState {
    ONLINE("online"),
    OFFLINE("offline");

    private final String wireName;

    PresenceState(String wireName) {
        this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** The state with this name; anything unknown counts as {@link #ONLINE}, since it is about somebody who is there. */
    public static PresenceState ofWireName(String wireName) {
        return wireName.equals(OFFLINE.wireName) ? OFFLINE : ONLINE;
    }
}
