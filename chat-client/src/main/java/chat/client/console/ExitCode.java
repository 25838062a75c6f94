// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import chat.client.ConnectionState;
import chat.client.ConnectionStatus;
import chat.client.ConnectionStatus.Trouble;
import org.jspecify.annotations.Nullable;

/** What the terminal client's exit code tells a script. */
public enum ExitCode {
    /** Everything was done. */
    OK(0, "everything was done"),
    /** A fault of this program. */
    FAULT(1, "a fault of this program"),
    /** The server broke a promise; the same number, as both mean that something has to be mended. */
    BROKEN_PROMISE(1, "bench found a promise of the server broken"),
    /** The command line makes no sense. */
    USAGE(2, "the command line, or something it names, is wrong"),
    /** No server could be reached. */
    UNREACHABLE(3, "no server could be reached"),
    /** The server refused this client, or a message of it. */
    REFUSED(4, "the server refused this client or a message"),
    /** It was not done in time. */
    TIMED_OUT(5, "not done in time; messages may be stored or not"),
    /** The server ended the conversation and does not want this client back. */
    LOST(6, "the server ended the conversation for good"),
    /** The server does not know any more who sent before, so that what may be stored cannot be sent again. */
    FORGOTTEN(7, "the server no longer knows who sent before; messages may be stored or not"),
    /** The server's certificate is not trusted: it may be somebody else. */
    UNTRUSTED(8, "the certificate of the server is not trusted; nothing was sent"),
    /** The server did not accept the account and its password, or the token; or it wants one. */
    SIGN_IN(9, "the sign-in was refused, or the server wants one (see --account)"),
    /** Whatever was measured is not what should have been. */
    INVALID(10, "bench measured, but the figures are not those of its load"),
    /** Not all of what was asked for is there. */
    INCOMPLETE(11, "not all that was asked for is there, or it cannot be had as a whole"),
    /** What was to be printed cannot be written where it should go. */
    UNWRITTEN(12, "the output cannot be written, as on a full disk"),
    /** Whoever read the output has stopped reading; 128 and the number of SIGPIPE, as a shell reports it. */
    BROKEN_PIPE(141, "nobody reads the output any more");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number for {@link System#exit}. */
    public int number() {
        return number;
    }

    /** What it means, for the usage. */
    public String meaning() {
        return meaning;
    }

    /**
     * What a status means to a program that does not wait for a server.
     *
     * @param welcomed whether there has been a welcome
     * @return null as long as the conversation goes on
     */
    public static @Nullable ExitCode of(ConnectionStatus status, boolean welcomed) {
        if (status.state() == ConnectionState.FAILED) {
            if (status.trouble() == Trouble.FORGOTTEN) {
                return FORGOTTEN;
            }
            if (status.trouble() == Trouble.UNTRUSTED) {
                return UNTRUSTED;
            }
            if (status.trouble() == Trouble.SIGN_IN_FAILED || status.trouble() == Trouble.SIGN_IN_REQUIRED) {
                return SIGN_IN;
            }
            return welcomed ? LOST : REFUSED;
        }
        if (welcomed || status.trouble() == Trouble.NONE) {
            return null;
        }
        return status.trouble() == Trouble.REFUSED ? REFUSED : UNREACHABLE;
    }
}
