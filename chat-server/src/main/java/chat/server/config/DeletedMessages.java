// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** What becomes of the messages of an account that is deleted. */
public enum DeletedMessages {
    /** They stay, with the name. */
    KEEP,
    /** They stay, under a name that says nothing, and so does the name where others have written it into the log. */
    ANONYMISE,
    /** As {@link #ANONYMISE}, and what was said is removed: its place in the room stays. */
    REMOVE
}
