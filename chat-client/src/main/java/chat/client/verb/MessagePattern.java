// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.verb;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that is looked for in messages of other people. Some expressions take longer than the universe will
 * last on some texts, and whoever can say something could choose such a text: the steps are counted, and ended. Thread-safe.
 */
public final class MessagePattern {

    /** What became of the search in one text. */
    public enum Verdict {
        /** It is there. */
        FOUND,
        /** It is not. */
        NOT_FOUND,
        /** It was given up. */
        UNDECIDED
    }

    /** Some ten milliseconds; an expression without nested repetitions takes a few steps for each character of a text. */
    static final int MAX_STEPS = 2_000_000;

    private final Pattern pattern;

    /** @throws PatternSyntaxException with where it is wrong */
    public MessagePattern(String expression) {
        pattern = Pattern.compile(expression);
    }

    /** Looks for it anywhere in a text. */
    public Verdict in(String text) {
        try {
            return pattern.matcher(new CountedText(text)).find() ? Verdict.FOUND : Verdict.NOT_FOUND;
        } catch (TooManySteps | StackOverflowError e) {
            // The JDK's search is recursive for groups that repeat.
            return Verdict.UNDECIDED;
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    /** Control flow, and therefore without a stack trace. */
    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    /** A text that can be looked at so many times. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int steps;

        private CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
