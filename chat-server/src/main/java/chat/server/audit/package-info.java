// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What was done that changes what somebody may do, for the operator alone: who did it to whom, where, why, and from which
 * address. Addresses stand here and nowhere else that is kept for long, but for those that are banned.
 *
 * <p>{@link chat.server.audit.AuditTrail} is called on any thread, event loops among them, and never blocks; the store
 * keeps the records. Imports none of the server's packages but those open to all.
 */
@NullMarked
package chat.server.audit;

import org.jspecify.annotations.NullMarked;
