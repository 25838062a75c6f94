// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.log;

/**
 * Who somebody is, whatever they are called at the moment.
 *
 * @param value never shown to anybody
 */
public record SenderId(String value) {}
