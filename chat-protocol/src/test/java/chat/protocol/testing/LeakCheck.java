// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.testing;

import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a run of tests in which a Netty resource was dropped without being released.
 *
 * <p>The build turns it on for all tests of all modules. It is a matter of the whole run: a leak shows only once the
 * garbage collector has found the resource, which can be long after its test.
 */
public final class LeakCheck implements BeforeAllCallback {

    private static final LeakLog LOG = new LeakLog();

    static {
        // Netty's classes ask for their detector once, when they are initialized: no test has run yet here.
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(LOG);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // What is in the root's store is closed at the end of the run, and its failure fails the run.
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(LeakCheck.class))
                .computeIfAbsent(LeakCheck.class, key -> (AutoCloseable) LeakCheck::failOnLeak, AutoCloseable.class);
    }

    private static void failOnLeak() throws InterruptedException {
        List<String> leaks = LOG.collect();
        if (!leaks.isEmpty()) {
            throw new AssertionError("LEAK: " + leaks.size() + " in this run\n" + String.join("\n", leaks));
        }
    }
}
