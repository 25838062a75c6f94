// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.name;

import static org.assertj.core.api.Assertions.assertThat;

import chat.protocol.message.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikesTest {

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "ape, \u0430\u0440\u0435, Cyrillic as a whole",
        "\u0430\u0440\u0435, ape, the other way round",
        "scope, \u0455\u0441\u043e\u0440\u0435, Cyrillic with dze",
        "BOB, \u0412\u041e\u0412, Cyrillic capitals",
        "AKTION, \u0391\u039a\u03a4\u0399\u039f\u039d, Greek capitals",
        "oov, \u03bf\u03bf\u03bd, Greek",
        "HAM, \u041d\u0410\u041c, Cyrillic against Latin",
        "\u041d\u0410\u041c, \u0397\u0391\u039c, Greek against Cyrillic",
        "hello, he11o, digits for letters",
        "root, r00t, digits",
        "Alice, AIice, a capital i",
        "alice, AIice, a capital i against small letters",
        "mark, rnark, two letters for one",
        "o, \u0585, Armenian",
        "admin, adm\u0131n, without its dot",
        "admin, admi\u0307n, with a dot that is not seen",
        "admin, ADMlN, a small l in capitals",
        "nick, NlCK, the same",
        "NlCK, nick, the other way round",
        "coco, \u0441\u043e\u0441\u043e, all of it"
    })
    void whatLooksTheSameIsFound(String one, String other, String why) {
        LookAlikes names = new LookAlikes(List.of(new AccountName(one)));

        assertThat(names.of(new AccountName(other))).isEqualTo(new AccountName(one));
        assertThat(names.claim(new AccountName(other))).isEqualTo(new AccountName(one));
    }

    @ParameterizedTest
    @CsvSource({
        "ann, anna",
        "anna, \u0410\u043d\u043d\u0430",
        "ben, bene",
        "Jurgen, J\u00fcrgen",
        "resume, r\u00e9sum\u00e9",
        "bot-1, bot-2",
        "kim, \uae40",
        "\u5c71\u7530, \u5c71\u53e3",
        "ian, lan",
        "\u0438\u0432\u0430\u043d, ivan"
    })
    void whatLooksDifferentIsFree(String one, String other) {
        LookAlikes names = new LookAlikes(List.of(new AccountName(one)));

        assertThat(names.of(new AccountName(other))).isNull();
        assertThat(names.claim(new AccountName(other))).isNull();
        assertThat(names.of(new AccountName(other))).isEqualTo(new AccountName(other));
    }

    @Test
    void whatIsTakenBackIsFreeAndNothingElse() {
        LookAlikes names = new LookAlikes();
        AccountName first = new AccountName("AIice");
        AccountName same = new AccountName("aiice");
        assertThat(names.claim(first)).isNull();
        assertThat(names.claim(same)).isEqualTo(first);

        names.remove(same);
        assertThat(names.of(new AccountName("alice"))).as("the other's").isEqualTo(first);

        names.remove(first);
        assertThat(names.of(new AccountName("alice"))).isNull();
        assertThat(names.of(same)).isNull();
    }

    /** Those of a database that was made before they were looked at. */
    @Test
    void namesThatLookAlikeAlreadyStay() {
        LookAlikes names = new LookAlikes(List.of(new AccountName("ape"), new AccountName("\u0430\u0440\u0435")));

        assertThat(names.of(new AccountName("\u0430\u0440\u0435"))).isEqualTo(new AccountName("ape"));
        assertThat(names.of(new AccountName("APE"))).isEqualTo(new AccountName("ape"));
    }

    @Test
    void theSkeletonOfASkeletonIsItself() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (Character.isLetterOrDigit(codePoint)) {
                String skeleton = Skeleton.of(Character.toString(codePoint));
                assertThat(Skeleton.of(skeleton))
                        .as(Integer.toHexString(codePoint))
                        .isEqualTo(skeleton);
            }
        }
    }

    @RepeatedTest(50)
    void ofTwoAtOnceOneGetsIt() throws Exception {
        LookAlikes names = new LookAlikes();
        CyclicBarrier barrier = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> got = new ArrayList<>();
            for (String name : List.of("ape", "\u0430\u0440\u0435")) {
                Callable<Boolean> claim = () -> {
                    barrier.await();
                    return names.claim(new AccountName(name)) == null;
                };
                got.add(threads.submit(claim));
            }
            assertThat(got.get(0).get() ^ got.get(1).get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }
}
