// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** Opens the terminal that this program runs in. */
final class SystemTerminal {

    /** Types, and the one of JLine's own descriptions that fits; what tmux adds to screen is not used here. */
    private static final Map<String, String> DESCRIBED = Map.of(
            "xterm", "xterm",
            "xterm-256color", "xterm-256color",
            "screen", "screen",
            "screen-256color", "screen-256color",
            "tmux", "screen",
            "tmux-256color", "screen-256color");

    private SystemTerminal() {}

    /** @throws IOException if there is none, or it cannot be used */
    static Terminal open() throws IOException {
        // For other types JLine runs infocmp, which takes a tenth of a second.
        DESCRIBED.forEach((type, as) -> InfoCmp.setLoadedInfoCmp(type, () -> InfoCmp.getDefaultInfoCmp(as)));
        try {
            // Asked to choose for itself, JLine also tries out what runs programs for each thing it wants to know.
            return builder().provider("jni").dumb(false).build();
        } catch (IOException | IllegalStateException e) {
            return builder().build();
        }
    }

    private static TerminalBuilder builder() {
        return TerminalBuilder.builder()
                .name("chat-client")
                .system(true)
                .graphemeCluster(false)
                .encoding(StandardCharsets.UTF_8);
    }
}
