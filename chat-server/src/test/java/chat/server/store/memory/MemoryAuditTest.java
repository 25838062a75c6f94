// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.DeletedMessages;
import chat.server.store.AuditLogContract;
import chat.server.store.ChatStore;
import chat.server.store.RecordingObserver;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MemoryAuditTest extends AuditLogContract {

    @Override
    protected ChatStore create() {
        return new MemoryStore(10, 1 << 20, DeletedMessages.KEEP, Clock.systemUTC(), new RecordingObserver());
    }

    @Test
    void theOldestGoWhereThereAreTooMany() {
        MemoryAudit audit = new MemoryAudit(2);
        for (int at = 1; at <= 3; at++) {
            get(audit.append(record(at)));
        }

        assertThat(numbers(get(audit.newest(1000)))).containsExactly(2L, 3L);
    }
}
