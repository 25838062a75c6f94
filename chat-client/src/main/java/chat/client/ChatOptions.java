// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.client.tls.ChatTls;
import chat.protocol.message.AccountName;
import chat.protocol.message.ClientMessageId;
import chat.protocol.message.Credentials;
import chat.protocol.message.ProducerId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ChatClient} is made with. Begin with {@link #to} and change what should differ.
 *
 * @param servers where to connect; the next one is tried when one cannot be reached
 * @param client what program this is, for the operator of the server; 1 to 64 characters
 * @param name the wanted name, or null to let the server give one
 * @param producer who counts this client's message ids
 * @param firstId the id of the first message, 1 to 2^53 − 1. A producer that was used before must go on above the
 *     highest id it has ever used: the server takes a second message under the same id for the first one
 * @param backOff how long to wait between attempts
 * @param connectTimeout how long one attempt may take, until the connection stands and again until welcome came
 * @param outboxLimit how many messages may wait for their acknowledgement, at least 1
 * @param resume what proves who an earlier client was ({@link ChatState#resume}), so that the server takes this one for
 *     the same: it gets the name back, and messages of the same producer and id count as the same. Null for a newcomer
 * @param onlyAsBefore whether to give up when the server does not accept the proof, or a later one. Otherwise this client
 *     goes on as a newcomer
 * @param oneByOne whether a message leaves only when the one before it is stored or refused for good. Otherwise many are on
 *     their way at once, which is faster; then one that the server puts off for a moment may be stored after later ones
 * @param tls how to make sure of the server on encrypted connections, or null for connections that are not encrypted
 */
public record ChatOptions(
        List<ServerAddress> servers,
        String client,
        @Nullable AccountName name,
        ProducerId producer,
        long firstId,
        BackOff backOff,
        Duration connectTimeout,
        int outboxLimit,
        @Nullable String resume,
        boolean onlyAsBefore,
        boolean oneByOne,
        @Nullable ChatTls tls,
        @Nullable Credentials credentials) {

    /** The most characters {@link #client} may have. */
    public static final int MAX_CLIENT_LENGTH = 64;

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_OUTBOX_LIMIT = 10_000;

    /** @throws IllegalArgumentException if a value is out of range */
    public ChatOptions {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none (expected: at least one)");
        }
        if (client.isEmpty() || client.length() > MAX_CLIENT_LENGTH) {
            throw new IllegalArgumentException("client: not a label (expected: 1 to 64 characters)");
        }
        if (firstId < 1 || firstId > ClientMessageId.MAX_COUNTER) {
            throw new IllegalArgumentException("firstId: " + firstId + " (expected: 1 to 2^53 - 1)");
        }
        if (connectTimeout.toMillis() < 1 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("connectTimeout: " + connectTimeout + " (expected: 1 ms to 24 days)");
        }
        if (outboxLimit < 1) {
            throw new IllegalArgumentException("outboxLimit: " + outboxLimit + " (expected: > 0)");
        }
    }

    /** The defaults, with a producer that nobody has used before. */
    public static ChatOptions to(ServerAddress... servers) {
        return new ChatOptions(
                List.of(servers),
                "chat-client",
                null,
                ProducerId.random(),
                1,
                BackOff.DEFAULT,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_OUTBOX_LIMIT,
                null,
                false,
                false,
                null,
                null);
    }

    /** The same with another label for the operator. */
    public ChatOptions withClient(String label) {
        return new ChatOptions(
                servers,
                label,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with another name, or with null for one that the server gives. */
    public ChatOptions withName(@Nullable AccountName wanted) {
        return new ChatOptions(
                servers,
                client,
                wanted,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with a producer that is kept somewhere, going on at an id it has not used. */
    public ChatOptions withProducer(ProducerId kept, long nextId) {
        return new ChatOptions(
                servers,
                client,
                name,
                kept,
                nextId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with another back-off. */
    public ChatOptions withBackOff(BackOff other) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                other,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with another limit for one attempt. */
    public ChatOptions withConnectTimeout(Duration timeout) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                timeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with room for more or fewer unacknowledged messages. */
    public ChatOptions withOutboxLimit(int limit) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                limit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same with a proof of who an earlier client was, or with null to come as a newcomer. */
    public ChatOptions withResume(@Nullable String proof) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                proof,
                onlyAsBefore,
                oneByOne,
                tls,
                credentials);
    }

    /** The same for a client that gives up where the server does not know it any more. */
    public ChatOptions withOnlyAsBefore() {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                true,
                oneByOne,
                tls,
                credentials);
    }

    /** The same for a client whose messages are stored in the order in which they were given, whatever the server puts off. */
    public ChatOptions withOneByOne() {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                true,
                tls,
                credentials);
    }

    /** The same with encrypted connections, or with null for plain ones. */
    public ChatOptions withTls(@Nullable ChatTls trust) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                trust,
                credentials);
    }

    /** The same for a client that signs in, or with null for a guest. */
    public ChatOptions withCredentials(@Nullable Credentials shown) {
        return new ChatOptions(
                servers,
                client,
                name,
                producer,
                firstId,
                backOff,
                connectTimeout,
                outboxLimit,
                resume,
                onlyAsBefore,
                oneByOne,
                tls,
                shown);
    }

    /**
     * The same, going on where an earlier client was. Its rooms and its messages are the caller's to bring: see {@link
     * ChatClient#joinAfter} and {@link ChatClient#sendAgain}.
     */
    public ChatOptions continuing(ChatState state) {
        return withProducer(state.producer(), state.nextId()).withResume(state.resume());
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "ChatOptions[servers=" + servers + ", client=" + client + ", name=" + name + ", resume="
                + (resume == null ? "null" : "***") + ", credentials=" + credentials + "]";
    }
}
