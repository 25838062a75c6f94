// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

/** Shows plain lines and no prompt; what went wrong goes where errors go. Thread-safe. */
final class PlainScreen implements Screen {

    private final LineOutput out;
    private final LineOutput err;

    PlainScreen(LineOutput out, LineOutput err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void show(Shown shown) {
        (shown instanceof Shown.Fault ? err : out).lines(PlainText.of(shown));
    }

    @Override
    public void prompt(String prompt) {
        // There is no line being typed.
    }
}
