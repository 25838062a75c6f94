// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console.window;

import java.util.List;
import org.jline.utils.AttributedString;

/**
 * A row of the screen.
 *
 * @param links those parts of it that lead somewhere, in their order
 */
record Row(AttributedString text, List<Link> links) {

    /** Keeps a copy of the list. */
    Row {
        links = List.copyOf(links);
    }

    /** A row that leads nowhere. */
    Row(AttributedString text) {
        this(text, List.of());
    }
}
