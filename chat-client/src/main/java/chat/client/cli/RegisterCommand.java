// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.ChatClient;
import chat.client.ChatException;
import chat.client.ConnectionStatus.Trouble;
import chat.client.console.Ending;
import chat.client.console.ExitCode;
import chat.protocol.message.AccountName;
import chat.protocol.message.Secret;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes an account. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = "Makes the account that --account names. The password is asked for twice in a terminal, or taken"
                + " from --password-file or CHAT_PASSWORD.")
final class RegisterCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 30;

    @ParentCommand
    private Main main;

    @Option(
            names = "--invite-file",
            paramLabel = "FILE",
            description = "A file with an invitation of the operator in its first line, where one is needed.")
    private @Nullable Path inviteFile;

    @Override
    public Integer call() throws InterruptedException {
        SignInOptions signIn = main.connection().signIn();
        AccountName account = main.connection().requiredAccount();
        Secret invite = inviteFile == null ? null : signIn.firstLine("--invite-file", inviteFile);
        Secret password = main.connection().chosenPassword(account);
        try {
            ChatClient.register(main.connection().guest("chat-client register"), account, password, invite)
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return main.end(new Ending(
                    ExitCode.OK, "the account " + account + " has been made: --account " + account + " signs in"));
        } catch (TimeoutException e) {
            return main.end(new Ending(
                    ExitCode.TIMED_OUT, "the server did not answer in time; the account may have been made or not"));
        } catch (ExecutionException e) {
            return main.end(ending(e));
        }
    }

    private static Ending ending(ExecutionException failure) {
        ChatException cause = ChatException.behind(failure);
        if (cause == null) {
            return new Ending(ExitCode.FAULT, failure.toString());
        }
        if (cause instanceof ChatException.NotConnected) {
            return new Ending(ExitCode.UNREACHABLE, cause.reason());
        }
        boolean untrusted = cause instanceof ChatException.Ended ended && ended.trouble() == Trouble.UNTRUSTED;
        return new Ending(untrusted ? ExitCode.UNTRUSTED : ExitCode.REFUSED, cause.reason());
    }
}
