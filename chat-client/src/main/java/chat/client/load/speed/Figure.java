// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import org.jspecify.annotations.Nullable;

/**
 * A number that was measured.
 *
 * @param key its name in JSON, with its unit
 * @param label its name for a person
 * @param unit for a person
 */
public record Figure(String key, String label, @Nullable String unit, double value) {}
