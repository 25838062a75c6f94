// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.audit;

import chat.server.limit.AddressKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sign-ins that were refused, which anybody can make any number of: those to one account from one address become one record
 * when {@link #flush} is called, and there is a bound on how many records that makes. Thread-safe.
 */
public final class SignInFailures {

    /** How many accounts and addresses are told apart between two flushes, about. */
    static final int CAPACITY = 100;

    private record Attempt(String account, AddressKey from) {}

    private final ConcurrentHashMap<Attempt, Integer> counts = new ConcurrentHashMap<>();
    private final AtomicInteger others = new AtomicInteger();
    private final AuditTrail trail;

    public SignInFailures(AuditTrail trail) {
        this.trail = trail;
    }

    /** One was refused. At once. */
    public void refused(String account, AddressKey from) {
        Attempt attempt = new Attempt(account, from);
        if (counts.size() < CAPACITY || counts.containsKey(attempt)) {
            counts.merge(attempt, 1, Integer::sum);
        } else {
            others.incrementAndGet();
        }
    }

    /** Takes down what there was since the last time. */
    public void flush() {
        for (Attempt attempt : counts.keySet()) {
            Integer count = counts.remove(attempt);
            if (count != null) {
                note(Actor.unknown(attempt.from()), attempt.account(), times(count));
            }
        }
        int more = others.getAndSet(0);
        if (more > 0) {
            note(new Actor(Actor.Kind.UNKNOWN, "", null), "", times(more) + " to other accounts or from elsewhere");
        }
    }

    private void note(Actor actor, String account, String detail) {
        var unused = trail.note(actor, AuditAction.SIGN_IN_FAILED, account, null, detail, "");
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
