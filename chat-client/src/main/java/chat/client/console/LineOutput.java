// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines for whoever reads this program's output, each of them written out at once. Thread-safe; a reader that is slow holds
 * up the writer.
 */
public final class LineOutput {

    private final OutputStream out;
    private final Consumer<Ending> onBroken;

    private boolean broken;

    /**
     * @param out where to; everything is written in UTF-8, whatever the locale says
     * @param onBroken called once, from whichever thread notices, when nothing can be written any more: with {@link
     *     Ending#BROKEN_PIPE}, or {@link ExitCode#UNWRITTEN} and why
     */
    public LineOutput(OutputStream out, Consumer<Ending> onBroken) {
        this.out = out;
        this.onBroken = onBroken;
    }

    /** Writes lines, none of another thread's between them; nothing once they cannot be written. */
    public void lines(List<String> lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Ending ending;
        synchronized (this) {
            if (broken) {
                return;
            }
            try {
                out.write(bytes);
                out.flush();
                return;
            } catch (IOException e) {
                broken = true;
                ending = ending(e);
            }
        }
        onBroken.accept(ending);
    }

    private Ending ending(IOException failure) {
        return isFile()
                ? new Ending(ExitCode.UNWRITTEN, "the output cannot be written: " + failure.getMessage())
                : Ending.BROKEN_PIPE;
    }

    /** By what it is: the words of a failure are in the language of the system. */
    private boolean isFile() {
        try {
            // Files and devices have a position; pipes, sockets and terminals have none.
            return out instanceof FileOutputStream file && file.getChannel().position() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
