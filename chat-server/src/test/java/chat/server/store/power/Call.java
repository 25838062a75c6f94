// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

/**
 * A system call that changes what a disk holds, or that tells somebody about it.
 *
 * @param kind which one
 * @param path of the file or folder; empty for {@link Kind#TELL}
 * @param offset where a write begins; the new size of a truncated file
 * @param data what is written or told
 * @param begin its place in the trace
 * @param end the place where it had returned; {@link #NEVER} if it did not
 */
record Call(Kind kind, String path, long offset, byte[] data, int begin, int end) {

    static final int NEVER = Integer.MAX_VALUE;

    enum Kind {
        MAKE_FOLDER,
        CREATE,
        WRITE,
        TRUNCATE,
        SYNC,
        UNLINK,
        TELL
    }
}
