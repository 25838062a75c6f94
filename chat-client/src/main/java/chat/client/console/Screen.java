// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

/** Where things are shown. Thread-safe. */
interface Screen {

    /** Shows something below everything that was shown before. */
    void show(Shown shown);

    /** What stands before the line that is being typed, where there is such a thing. */
    void prompt(String prompt);
}
