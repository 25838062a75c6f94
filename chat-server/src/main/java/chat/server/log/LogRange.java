// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

/** Which part of a log to read; a page is in ascending order whatever the direction. */
public sealed interface LogRange {

    /** From just after an entry on; 0 from the first that is kept. */
    record After(long seq) implements LogRange {}

    /** Up to just before an entry; beyond the end it means from the newest. */
    record Before(long seq) implements LogRange {}

    /** From the first entry on that was stored at a time or later, in milliseconds since 1970. */
    record From(long atMillis) implements LogRange {}
}
