// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Starting and stopping: parts start in order and stop in reverse, within one deadline.
 *
 * <p>{@link chat.server.lifecycle.Stages#start} runs on the main thread, every stop of a stage on a thread of its own, so
 * that one that hangs keeps nobody else. May import the JDK and slf4j, and no other package of the server.
 */
@NullMarked
package chat.server.lifecycle;

import org.jspecify.annotations.NullMarked;
