// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import java.time.Duration;

/** Runs things on the loop later. */
interface Later {
    /** Runs the task when the delay is over, unless the present connection has ended by then. */
    void run(Runnable task, Duration delay);
}
