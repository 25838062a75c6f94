// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

/** Says every line that has something to say. Runs on the thread that reads. */
final class SpokenLines implements InputLines.Taker {

    private final BoundedSpeech speech = new BoundedSpeech();
    private final Interpreter interpreter;
    private final Transcript transcript;

    SpokenLines(Interpreter interpreter, Transcript transcript) {
        this.interpreter = interpreter;
        this.transcript = transcript;
    }

    @Override
    public void line(String line) throws InterruptedException {
        if (!line.isBlank()) {
            speech.say(() -> interpreter.say(line));
        }
    }

    @Override
    public void tooLong() {
        transcript.fault("a line of more than " + InputLines.MAX_BYTES + " bytes was left out");
    }
}
