// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load;

/** Where a breach was seen. */
public enum Witness {
    /** By a client that follows the room. */
    LIVE,
    /** In the log, which is read when everything is over. */
    LOG
}
