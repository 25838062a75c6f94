// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.ban;

import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.protocol.message.Texts;
import chat.server.audit.Actor;
import chat.server.audit.AuditAction;
import chat.server.audit.AuditTrail;
import chat.server.config.AddressRanges;
import chat.server.config.AddressRanges.Range;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which addresses are banned. Thread-safe; what needs the store is a completion stage. */
public final class AddressBans {

    /** How many there may be. */
    static final int CAPACITY = 10_000;

    private static final int MAX_REASON_BYTES = 2_000;
    private static final List<Range> LOOPBACK = List.of(Range.parse("127.0.0.0/8"), Range.parse("::1"));

    private final ConcurrentHashMap<Range, AddressBan> bans = new ConcurrentHashMap<>();
    private final BanStore store;
    private final AddressRanges proxies;
    private final AuditTrail trail;
    private final Clock clock;

    /** The lengths of all ranges, each once: an address is looked up once for each. */
    private volatile List<Integer> lengths = List.of();

    private volatile Runnable listener = () -> {};

    /**
     * @param proxies whose addresses cannot be banned, as all their clients would be
     * @param trail where what is done is taken down
     */
    public AddressBans(BanStore store, AddressRanges proxies, AuditTrail trail, Clock clock) {
        this.store = store;
        this.proxies = proxies;
        this.trail = trail;
        this.clock = clock;
    }

    /** Who is told after a ban was added; must neither block nor throw. To be said before the first one. */
    public void tell(Runnable told) {
        listener = told;
    }

    /** Reads everything from the store. To be done once, before the first connection. */
    public CompletionStage<Void> load() {
        return store.load().thenAccept(kept -> {
            kept.forEach(ban -> bans.put(ban.range(), ban));
            changed();
        });
    }

    /** Whether nobody is let in from an address now. At once. */
    public boolean isBanned(InetAddress address) {
        for (int bits : lengths) {
            Range range = Range.around(address, bits);
            AddressBan ban = range == null ? null : bans.get(range);
            if (ban != null && ban.holds(clock.millis())) {
                return true;
            }
        }
        return false;
    }

    /** Those that hold, in the order in which they were made. */
    public List<AddressBan> list() {
        long now = clock.millis();
        return bans.values().stream()
                .filter(ban -> ban.holds(now))
                .sorted(Comparator.comparing(AddressBan::atMillis)
                        .thenComparing(ban -> ban.range().toString()))
                .toList();
    }

    /**
     * Bans addresses, in place of a ban of the same range that there may be.
     *
     * @param range such as {@code 203.0.113.0/24}
     * @param untilMillis when it ends (ms since 1970), or null for never
     * @throws RejectedException with {@link ErrorCode#BAD_FIELD} if those cannot be banned
     */
    public CompletionStage<AddressBan> add(String range, @Nullable Long untilMillis, String reason, Actor actor) {
        Range banned = parsed(range);
        long now = clock.millis();
        requirePossible(banned, untilMillis, now);
        String why = reason.isEmpty() ? "" : Texts.topic(reason, MAX_REASON_BYTES);
        return store.put(new AddressBan(banned, untilMillis, why, now)).thenCompose(ban -> {
            bans.values().removeIf(other -> !other.holds(now));
            bans.put(banned, ban);
            changed();
            // After it is known: who comes from now on is refused, and who is there is looked for.
            listener.run();
            String detail = untilMillis == null ? "" : "until " + Instant.ofEpochMilli(untilMillis);
            return trail.note(actor, AuditAction.ADDRESS_BANNED, banned.toString(), null, detail, why)
                    .thenApply(kept -> ban);
        });
    }

    /**
     * Ends the ban of a range.
     *
     * @throws RejectedException with {@link ErrorCode#BAD_FIELD} if it is not one; the stage fails so if there is none
     */
    public CompletionStage<Void> remove(String range, Actor actor) {
        Range banned = parsed(range);
        return store.remove(banned).thenCompose(found -> {
            bans.remove(banned);
            changed();
            if (!found) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD, "there is no ban of " + banned + " (expected: one of ban list)");
            }
            return trail.note(actor, AuditAction.ADDRESS_UNBANNED, banned.toString(), null, "", "");
        });
    }

    private void changed() {
        lengths = bans.keySet().stream().map(Range::bits).distinct().sorted().toList();
    }

    private void requirePossible(Range range, @Nullable Long untilMillis, long now) {
        if (LOOPBACK.stream().anyMatch(range::overlaps)) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "range: " + range + " has this machine's own loopback addresses in it (expected: others)");
        }
        for (Range proxy : proxies.ranges()) {
            if (range.overlaps(proxy)) {
                throw new RejectedException(
                        ErrorCode.BAD_FIELD,
                        "range: " + range + " has proxies of net.proxies in it, " + proxy
                                + " (expected: the address of a client, which the proxy tells)");
            }
        }
        if (untilMillis != null && untilMillis <= now) {
            throw new RejectedException(ErrorCode.BAD_FIELD, "until: has passed (expected: a time to come)");
        }
        if (!bans.containsKey(range) && list().size() >= CAPACITY) {
            throw new RejectedException(
                    ErrorCode.FORBIDDEN,
                    "there are " + CAPACITY + " bans already (expected: remove some, or one of a wider range)");
        }
    }

    private static Range parsed(String range) {
        try {
            return Range.parse(range);
        } catch (IllegalArgumentException e) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD,
                    "range: not a range of addresses (expected: such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32,"
                            + " with no bits set behind its length and no number with a zero in front)");
        }
    }
}
