// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines for whoever reads this program's output, each of them written out at once. Thread-safe; a reader that is slow holds
 * up the writer.
 */
public final class LineOutput {

    private final PrintStream out;
    private final Runnable onBroken;

    /**
     * @param out where to; everything is written in UTF-8, whatever the locale says
     * @param onBroken called, from whichever thread notices, when nobody reads any more
     */
    public LineOutput(OutputStream out, Runnable onBroken) {
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.onBroken = onBroken;
    }

    /** Writes lines, none of another thread's between them. */
    public void lines(List<String> lines) {
        // In one piece, as a PrintStream is thread-safe for one call.
        out.print(String.join("\n", lines) + "\n");
        if (out.checkError()) {
            onBroken.run();
        }
    }
}
