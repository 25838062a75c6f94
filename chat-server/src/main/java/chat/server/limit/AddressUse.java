// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the connections from one address have in common. Thread-safe: the buckets are, and {@link AddressTable} changes the
 * rest inside a map's own exclusion of a key.
 */
public final class AddressUse {

    private static final AttributeKey<AddressUse> OF_CHANNEL = AttributeKey.valueOf(AddressUse.class, "address");

    private final AddressKey key;
    private final SharedBucket connections;
    private final SharedBucket commands;
    private final SharedBucket messages;

    /** How many connections there are. Changed by {@link AddressTable} alone. */
    private int open;

    AddressUse(AddressKey key, AddressLimits limits, long nowNanos) {
        this.key = key;
        this.connections = SharedBucket.of(limits.connectionRate(), nowNanos);
        this.commands = SharedBucket.of(limits.commands(), nowNanos);
        this.messages = SharedBucket.of(limits.messages(), nowNanos);
    }

    /** What the connection shares with others from its address, or null if no limit by address holds for it. */
    public static @Nullable AddressUse of(Channel channel) {
        return channel.hasAttr(OF_CHANNEL) ? channel.attr(OF_CHANNEL).get() : null;
    }

    /** Has {@link #of} find it. */
    public void attachTo(Channel channel) {
        channel.attr(OF_CHANNEL).set(this);
    }

    /** The address or prefix, as {@link AddressKey#of} has it for each {@link InetAddress}. */
    public AddressKey key() {
        return key;
    }

    /** Commands of all kinds from this address. */
    public SharedBucket commands() {
        return commands;
    }

    /** Messages from this address. */
    public SharedBucket messages() {
        return messages;
    }

    SharedBucket connections() {
        return connections;
    }

    int open() {
        return open;
    }

    void changeOpen(int by) {
        open += by;
    }

    /** How long it must be remembered: in how many nanoseconds it is as good as new, without connections. */
    long nanosUntilForgotten(long nowNanos) {
        return Math.max(
                connections.nanosUntilFull(nowNanos),
                Math.max(commands.nanosUntilFull(nowNanos), messages.nanosUntilFull(nowNanos)));
    }
}
