// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import org.jspecify.annotations.Nullable;

/** What came of a measurement. */
public enum Verdict {
    /** Everything was delivered once, in order. */
    SOUND("everything was delivered once and in order"),
    /** Something was lost, doubled, out of order, in the wrong room or altered. */
    UNSOUND("what was delivered is not what was sent"),
    /** There was no server, or it went away. */
    UNREACHABLE("the server was not there, or not to the end"),
    /** The server did not take a client or a message. */
    REFUSED("the server refused a client or a message"),
    /** Something was not done in time. */
    LATE("not done in time"),
    /** What was named as the server's process or admin port is not of this server. */
    MISNAMED("the numbers would not be those of this server"),
    /** The server's cost was not that of this load, or not all of the load was made. */
    INVALID("the figures are not those of this load");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** What it comes to where the figures are those of something else, if they are: null says they are not. */
    Verdict unless(@Nullable String objection) {
        return this == SOUND && objection != null ? INVALID : this;
    }

    /** What it means, for a person. */
    public String meaning() {
        return meaning;
    }
}
