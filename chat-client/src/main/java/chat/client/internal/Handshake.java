// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.internal;

import chat.client.ChatOptions;
import chat.client.ConnectionStatus.Trouble;
import chat.protocol.message.AccountName;
import chat.protocol.message.Command;
import chat.protocol.message.Credentials;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.Event;
import chat.protocol.message.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Decides how to say hello, and what to do when it is refused. Keeps what proves who this client was. Confined to one
 * event loop.
 */
final class Handshake {

    /** What to do about a refused hello. */
    sealed interface Outcome {
        /** Say hello again on the same connection. */
        record Again(Command.Hello hello) implements Outcome {}

        /** Try with another connection later. */
        record Later(@Nullable Long retryAfterMillis) implements Outcome {}

        /** It would be refused every time, for this kind of reason. */
        record Never(Trouble trouble) implements Outcome {
            Never() {
                this(Trouble.REFUSED);
            }
        }

        /** The server does not know this client, which must not come as anybody else. */
        record Forgotten() implements Outcome {}
    }

    private final ChatOptions options;

    private @Nullable AccountName name;
    private @Nullable Credentials credentials;
    private @Nullable String resume;
    private boolean welcomedBefore;
    private boolean knownBefore;
    private boolean offersName;
    private boolean offersResume;

    Handshake(ChatOptions options) {
        this.options = options;
        this.name = options.name();
        this.credentials = options.credentials();
        // Whoever signs in shows what they sign in with at first: the proof may be a guest's, or another account's.
        this.resume = credentials == null || options.onlyAsBefore() ? options.resume() : null;
        this.knownBefore = resume != null;
    }

    /** The hello for a new connection. */
    Command.Hello begin() {
        offersName = true;
        offersResume = true;
        return hello();
    }

    /**
     * The server let this client in.
     *
     * @return whether it takes it for somebody else than before
     */
    boolean welcomed(Event.Welcome welcome) {
        // An account is the same however it has signed in.
        boolean stranger = credentials == null && knownBefore && !(offersResume && resume != null);
        name = welcome.name();
        resume = welcome.resume();
        welcomedBefore = true;
        knownBefore = true;
        return stranger;
    }

    /** What proves who this client is, or null if there has been no welcome. */
    @Nullable
    String resume() {
        return resume;
    }

    /** The server has given this client another name. */
    void renamed(AccountName newName) {
        name = newName;
    }

    /**
     * The account has another password from now on, with which all proofs before have become void.
     *
     * @param proof what proves from now on who this client is, or null where the server gave nothing
     */
    void passwordChanged(Secret password, @Nullable String proof) {
        resume = proof;
        if (credentials instanceof Credentials.OfAccount account) {
            credentials = new Credentials.OfAccount(account.account(), password);
        }
    }

    /** The server did not accept the last hello. */
    Outcome refused(ErrorCode code, @Nullable Long retryAfterMillis) {
        return switch (code) {
            case RESUME_INVALID -> withoutResume();
            case NAME_TAKEN, NAME_REGISTERED -> withoutName();
            case SIGN_IN_FAILED -> new Outcome.Never(Trouble.SIGN_IN_FAILED);
            case SIGN_IN_REQUIRED -> new Outcome.Never(Trouble.SIGN_IN_REQUIRED);
            default -> Refusals.arePassing(code) ? new Outcome.Later(retryAfterMillis) : new Outcome.Never();
        };
    }

    private Outcome withoutResume() {
        if (resume == null || !offersResume) {
            return new Outcome.Never();
        }
        if (options.onlyAsBefore() && (credentials == null || !welcomedBefore)) {
            return new Outcome.Forgotten();
        }
        resume = null;
        return new Outcome.Again(hello());
    }

    /**
     * Somebody took the name while this client was away: a conversation under another name is worth more than none. At the
     * first hello it is the person's turn to choose.
     */
    private Outcome withoutName() {
        if (!welcomedBefore && options.name() != null) {
            return new Outcome.Never();
        }
        if (offersName && name != null) {
            offersName = false;
        } else if (resume != null && offersResume && !options.onlyAsBefore()) {
            offersResume = false;
        } else {
            return new Outcome.Never();
        }
        return new Outcome.Again(hello());
    }

    private Command.Hello hello() {
        String proof = offersResume ? resume : null;
        boolean isGuest = credentials == null;
        return new Command.Hello(
                Command.PROTOCOL_VERSION,
                options.client(),
                isGuest && offersName ? name : null,
                proof,
                options.producer(),
                proof == null ? credentials : null);
    }
}
