// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/** What is fuzzed: one class a target, with the method that Jazzer calls; {@code docs/FUZZING.md} says how. */
@NullMarked
package chat.server.fuzz;

import org.jspecify.annotations.NullMarked;
