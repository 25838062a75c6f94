// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

/** What another process of a run is told to do, one after the other; it answers each with a line of JSON. */
enum Verb {
    /** Have everybody join. */
    CONNECT,
    /** Say one message in each room. */
    SAY,
    /** Send from now on. */
    SEND,
    /** Begin to measure. */
    OPEN,
    /** Say how far it has got. */
    COUNT,
    /** Measure no more, and say what there was. */
    CLOSE,
    /** Send no more. */
    STOP,
    /** Wait until everything is delivered, and say what came of it. */
    END
}
