// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fanout;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** An event loop that runs its next task when the test says so. */
final class StepLoop implements Executor {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs the next task; false if there is none. */
    boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        run(task);
        return true;
    }

    /** Runs something at once, as a task that has just been taken. */
    void run(Runnable task) {
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
    }

    boolean isRunning() {
        return running;
    }
}
