// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

import java.util.concurrent.Executor;

/** An answer to an append that is ready to be given. */
public interface Acknowledgement {

    /** Where it has to be given. */
    Executor home();

    /** Gives it, on {@link #home}; a second call does nothing. */
    void give();
}
