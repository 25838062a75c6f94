// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

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
    LATE("not done in time");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** What it means, for a person. */
    public String meaning() {
        return meaning;
    }
}
