// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import chat.client.ConnectionStatus.Trouble;
import chat.protocol.message.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Why a stage of a {@link ChatClient} failed. Always expected and never a bug, therefore without a stack trace. */
public abstract sealed class ChatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ChatException(String message) {
        super(message, null, false, false);
    }

    /**
     * What is behind the failure of a stage, which {@code java.util.concurrent} may have wrapped.
     *
     * @return the exception of the client, or null for a failure that is none of its making
     */
    public static @Nullable ChatException behind(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ChatException)) {
            cause = cause.getCause();
        }
        return (ChatException) cause;
    }

    /** The reason in words, which may come from the server; never null. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** The server refused the command; doing the same again would be refused again, or only later be accepted. */
    public static final class Refused extends ChatException {

        private static final long serialVersionUID = 1L;

        private final ErrorCode code;

        /**
         * @param code why
         * @param message why, for a person
         */
        public Refused(ErrorCode code, String message) {
            super(message);
            this.code = code;
        }

        /** Why. */
        public ErrorCode code() {
            return code;
        }
    }

    /**
     * There is no connection, or it broke before the answer came. Only questions end like this (history, rooms, members,
     * topic, nick, ping): messages and joins wait for the next connection.
     */
    public static final class NotConnected extends ChatException {

        private static final long serialVersionUID = 1L;

        /** @param message what happened, for a person */
        public NotConnected(String message) {
            super(message);
        }
    }

    /** More is waiting than may wait; try again when an earlier stage has completed. */
    public static final class TooMuchWaiting extends ChatException {

        private static final long serialVersionUID = 1L;

        /** @param message what is full, for a person */
        public TooMuchWaiting(String message) {
            super(message);
        }
    }

    /**
     * It is not known whether a message was stored, and it cannot be found out: it had been on its way, and the server no
     * longer knows this client as the one that it was. Sent again, it might be stored twice.
     */
    public static final class Uncertain extends ChatException {

        private static final long serialVersionUID = 1L;

        /** @param message why, for a person */
        public Uncertain(String message) {
            super(message);
        }
    }

    /**
     * The conversation is over, see {@link ConnectionState#isFinal}. For a message that had been on its way it is not
     * known whether it was stored.
     */
    public static final class Ended extends ChatException {

        private static final long serialVersionUID = 1L;

        private final Trouble trouble;

        /** @param message why, for a person */
        public Ended(String message) {
            this(message, Trouble.NONE);
        }

        /**
         * @param message why, for a person
         * @param trouble what kind of trouble ended it
         */
        public Ended(String message, Trouble trouble) {
            super(message);
            this.trouble = trouble;
        }

        /** What kind of trouble ended it; {@link Trouble#NONE} where this side did. */
        public Trouble trouble() {
            return trouble;
        }
    }
}
