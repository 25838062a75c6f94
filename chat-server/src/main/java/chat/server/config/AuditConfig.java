// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.time.Duration;

/**
 * What is kept for the operator alone. Immutable and thread-safe.
 *
 * @param keepAge how old a record may become, at least a day if it is on
 * @param keepRecords how many are kept, at least 1,000 if it is on
 */
public record AuditConfig(Limit<Duration> keepAge, Limit<Integer> keepRecords) {

    static AuditConfig of(Values values) {
        return new AuditConfig(values.get(Keys.AUDIT_KEEP_AGE), values.get(Keys.AUDIT_KEEP_RECORDS));
    }
}
