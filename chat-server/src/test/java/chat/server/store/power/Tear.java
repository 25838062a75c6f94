// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.store.power;

import java.util.random.RandomGenerator;

/**
 * Which sectors of a write that was not synced reach the disk.
 *
 * @param sectorBytes what a disk writes as one
 */
record Tear(int sectorBytes, Sectors sectors) {

    static final Tear WHOLE = new Tear(Integer.MAX_VALUE, sector -> true);
    private static final Tear NOTHING = new Tear(Integer.MAX_VALUE, sector -> false);

    @FunctionalInterface
    interface Sectors {
        boolean keeps(int sector);
    }

    /** How one failure treats one write after the other. */
    @FunctionalInterface
    interface Chance {
        Tear ofNext();
    }

    /** A kind of failure. */
    enum Kind {
        /** Nothing reaches the disk that was not synced. */
        NOTHING,
        /** Everything does, as if the process alone had died. */
        EVERYTHING,
        /** What was written first does, and nothing after some moment. */
        BEGINNING,
        /** Some writes do, in any order, whole. */
        SOME,
        /** Some sectors of 512 bytes do. */
        SECTORS_512,
        /** Some of 4,096 bytes do. */
        SECTORS_4096;

        Chance chance(RandomGenerator random) {
            double kept = random.nextDouble();
            boolean[] over = new boolean[1];
            return switch (this) {
                case NOTHING -> () -> Tear.NOTHING;
                case EVERYTHING -> () -> WHOLE;
                case BEGINNING ->
                    () -> {
                        over[0] |= random.nextInt(8) == 0;
                        return over[0] ? Tear.NOTHING : WHOLE;
                    };
                case SOME -> () -> random.nextDouble() < kept ? WHOLE : Tear.NOTHING;
                case SECTORS_512 -> () -> new Tear(512, sector -> random.nextDouble() < kept);
                case SECTORS_4096 -> () -> new Tear(4096, sector -> random.nextDouble() < kept);
            };
        }
    }

    boolean keeps(int sector) {
        return sectors.keeps(sector);
    }
}
