// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.line;

/** What a {@link LineSplitter} found. */
public sealed interface Line {

    /**
     * A line without its end.
     *
     * @param text may be empty and may have control characters; bytes that are not UTF-8 have become U+FFFD
     */
    record Text(String text) implements Line {}

    /** A line of more bytes than allowed; reported once, and the rest of it is discarded. */
    record TooLong() implements Line {}
}
