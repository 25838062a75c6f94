// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Commands as a person types them, and entries as a person reads them, where server and console say the same. Stateless;
 * uses the vocabulary and {@link chat.protocol.line} only.
 */
@NullMarked
package chat.protocol.words;

import org.jspecify.annotations.NullMarked;
