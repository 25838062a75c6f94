// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.net;

import chat.server.config.Limit;
import chat.server.config.Rate;
import chat.server.limit.AddressKey;
import chat.server.limit.AddressTable;
import chat.server.limit.AddressUse;
import chat.server.limit.SharedBucket;
import chat.server.metrics.Refusal;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a connection may come, as far as that depends on how fast they come and from where. Thread-safe.
 *
 * <p>Who comes from a loopback address is on this machine, and exempt: a proxy, a test, a bot of the operator's. What a
 * proxy says of its clients counts, whatever it says.
 */
public final class Admission {

    private static final AttributeKey<InetAddress> CLIENT = AttributeKey.valueOf(Admission.class, "client");

    private final AddressTable addresses;
    private final SharedBucket rate;
    private final LongSupplier nanoTime;
    private final Predicate<InetAddress> banned;

    /**
     * @param addresses what each address has
     * @param rate how fast connections may come in all
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param banned from where nobody may come
     */
    public Admission(AddressTable addresses, Limit<Rate> rate, LongSupplier nanoTime, Predicate<InetAddress> banned) {
        this.addresses = addresses;
        this.rate = SharedBucket.of(rate, nanoTime.getAsLong());
        this.nanoTime = nanoTime;
        this.banned = banned;
    }

    /** Why a connection may not come, or null if it may: then it counts as one of its address until it is closed. */
    @Nullable
    Refusal refusalOf(Channel connection) {
        InetAddress address = addressOf(connection);
        return address == null || address.isLoopbackAddress() ? null : refusalOf(connection, address);
    }

    /** The same for a connection that a proxy has made for a client. */
    public @Nullable Refusal refusalOf(Channel connection, InetAddress client) {
        connection.attr(CLIENT).set(client);
        // First: who is banned must not use up what others may have.
        if (banned.test(client)) {
            return Refusal.BANNED;
        }
        if (rate.take(nanoTime.getAsLong()) > 0) {
            return Refusal.RATE;
        }
        AddressUse use = addresses.admit(AddressKey.of(client));
        if (use == null) {
            return Refusal.ADDRESS;
        }
        use.attachTo(connection);
        connection.closeFuture().addListener(closed -> addresses.release(use));
        return null;
    }

    /** What a connection is told that may not come. */
    public static String message(Refusal refusal) {
        return switch (refusal) {
            case ADDRESS -> "too many connections from your address; come back later";
            case BANNED -> "nobody is let in from your address";
            case RATE -> "too many connections at once; come back later";
            case STOPPING -> "the server is stopping; come back later";
            default -> "the server is full; come back later";
        };
    }

    /** Whether nobody may come from where a connection is from, which was let in. Behind a proxy it is the client's address. */
    public boolean isBanned(Channel connection) {
        InetAddress client =
                connection.hasAttr(CLIENT) ? connection.attr(CLIENT).get() : null;
        return client != null && banned.test(client);
    }

    /** Where a connection comes from, or null if that is no address of the Internet. */
    public static @Nullable InetAddress addressOf(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }
}
