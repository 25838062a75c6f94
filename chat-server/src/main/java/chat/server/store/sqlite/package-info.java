// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Logs in an SQLite database, which outlive the process and, with {@code store.durability=fsync}, a power failure.
 *
 * <pre>{@code
 *   room                          entry                              producer
 *   id         1, 2, … < 2^23     key  room id << 40 | seq  (rowid)  id         (rowid)
 *   name       unique             at   ms since 1970                 sender     \ unique
 *   epoch      random             from_name                          producer   /
 *   first_seq  first kept         kind 1 message 2 topic …           highest    id
 *   last_seq   at least           id   of the message                bitmap     of the last 1,024 ids, empty: all
 *   last_at    at least           producer ──────────────────────>   hint       key of the highest id's entry
 *   topic      snapshot           text                               used_at    ms since 1970
 *
 *   account                       token                              invite
 *   id         never again        id                                 id
 *   name       as it is shown     digest     SHA-256                 digest     SHA-256
 *   folded     unique             account    id                      uses       left
 *   hash       empty: deleted     name       for the operator        expires_at or null
 *   state      1 active 2 locked  rooms      with spaces; empty: all
 *              3 deleted          created_at
 *   generation rises              expires_at or null
 *   created_at, changed_at        revoked    0 or 1
 *
 *   direct                        block
 *   room       id                 account    id
 *   lower, higher: accounts       blocked    id
 *   lower_seen, higher_seen: up to where they have been sent it
 *
 *   audit: id, at, kind actor address (who), action, subject, room, detail, reason
 *
 *   address_ban: range (10.0.0.0/8), until_at or null, reason, at
 *
 *   meta: name, value             older_readable (schema), running (boot id while a server has it open)
 * }</pre>
 *
 * <p>An entry's place is one integer, which is the key of the table itself: appending to a room writes to the end of its
 * part of one tree, reading a page is one walk along it, and the last entry of a room is one descent. That is why {@code
 * room.last_seq} need not be written with each commit: it counts only where retention has removed what it numbered.
 *
 * <p>Threads: {@code chat-writer} alone writes ({@link chat.server.store.sqlite.GroupCommit} and what {@link
 * chat.server.store.CommitWriter#call} runs there). {@code chat-reader-1} and {@code -2} read, one page in a read
 * transaction; {@code chat-search-1} looks through whole rooms for what was sent again. {@code chat-keeper} copies the write-ahead log into the file, looks whether a failed store is able again,
 * and has old entries removed.
 */
@NullMarked
package chat.server.store.sqlite;

import org.jspecify.annotations.NullMarked;
