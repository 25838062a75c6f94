// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

/** Which part of a room's log somebody wants to read. Pages are always in ascending order. */
public sealed interface HistoryRange {

    /** The newest entries. */
    record Newest() implements HistoryRange {}

    /**
     * The entries just before one.
     *
     * @param seq at least 1; past the end of the log it means from the newest
     */
    record Before(long seq) implements HistoryRange {}

    /**
     * The entries just after one.
     *
     * @param seq 0 for from the first that is kept
     */
    record After(long seq) implements HistoryRange {}

    /**
     * The entries from a time on.
     *
     * @param millis milliseconds since 1970
     */
    record At(long millis) implements HistoryRange {}
}
