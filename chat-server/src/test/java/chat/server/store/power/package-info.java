// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What a power failure leaves of a store, found out without one: {@link chat.server.store.power.PowerLoad} fills a store
 * under strace(1), {@link chat.server.store.power.Trace} reads what it wrote and synced, {@link chat.server.store.power.Disk}
 * makes of it what a disk may hold after a failure at any moment, and {@link chat.server.store.power.Remains} opens that and
 * looks for every message that had been acknowledged.
 */
@NullMarked
package chat.server.store.power;

import org.jspecify.annotations.NullMarked;
