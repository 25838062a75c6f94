// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Objects;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many bytes the server's own threads have allocated on the heap of another process, which counts them anyhow. */
final class AllocatedBytes implements Closeable {

    private final JMXConnector connector;
    private final ThreadMXBean threads;

    /** Attaches to a Java process that the test has started, so that what it is told over JMX is to be trusted. */
    @SuppressWarnings("BanJNDI")
    AllocatedBytes(ProcessHandle java) throws IOException {
        connector = JMXConnectorFactory.connect(new JMXServiceURL(managementAddress(java)));
        threads = ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    private static String managementAddress(ProcessHandle java) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(java.pid()));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Since the start of all that are alive now. The asking itself allocates on other threads. */
    long soFar() {
        long[] ids = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith("chat-"))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
