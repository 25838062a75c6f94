// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The picture is one that a browser can show, whatever the servers are called. */
class CostPlotTest {

    private final CostPlot plot = new CostPlot();

    @Test
    void aLineForEachLabelInEachPanelThatHasIt() throws Exception {
        for (int members : new int[] {10, 100, 1_000}) {
            plot.add(line("before", members, 0, 2.0));
            plot.add(line("before", members, 0, 4.0));
            plot.add(line("after", members, 0, 1.0));
        }
        plot.add(line("after", 100, 20_000, 9.0));
        plot.add(line("after", 100, 50_000, 8.0));
        Document picture = parsed();
        assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(3);
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(8);
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("before", "after", "µs", "members of the room", "deliveries per second", "50k");
    }

    @Test
    void oddLabelsDoNoHarm() throws Exception {
        plot.add(line("<b> & \\\"c\\\" \\u0000 \\ud800 ü", 10, 0, 0.123));
        assertThat(parsed().getDocumentElement().getTextContent()).contains("<b> & \"c\"", "ü", "no measurements");
    }

    @Test
    void aSingleValueAndNoCostAtAllAreDrawn() throws Exception {
        plot.add(line("x", 1, 0, 0));
        assertThat(parsed().getElementsByTagName("circle").getLength()).isEqualTo(1);
    }

    @Test
    void whatCannotStandBesideOthersIsLeftOutAndSaid() {
        String cost = ",\"members\":10,\"serverCpuMicrosPerDelivery\":1.5}";
        assertThat(plot.add("{\"members\":10,\"rate\":0.0}")).contains("processor time");
        assertThat(plot.add("{\"verdict\":\"unsound\"" + cost)).isEqualTo("its verdict is unsound");
        assertThat(plot.add("{\"verdict\":\"late\"" + cost)).isEqualTo("its verdict is late");
        assertThat(plot.add("{\"slowMembers\":1" + cost)).contains("slow readers");
        assertThat(plot.add("{\"rooms\":3" + cost)).contains("several rooms");
        assertThat(plot.add("{\"rate\":50000,\"deliveriesPerSecond\":31000.4" + cost))
                .isEqualTo("the rate was not reached: 31,000 deliveries/s of 50,000");
        assertThat(plot.isEmpty()).isTrue();
        assertThat(plot.add("{\"verdict\":\"sound\",\"rate\":50000,\"deliveriesPerSecond\":49000" + cost))
                .isNull();
    }

    @Test
    void textsOfAnotherLengthAndOtherRoomsHaveLinesOfTheirOwn() throws Exception {
        String measured = "{\"label\":\"x\",\"serverCpuMicrosPerDelivery\":1.5,\"size\":%d,\"members\":%d,\"rate\":%d}";
        for (int size : new int[] {100, 200}) {
            plot.add(measured.formatted(size, 10, 0));
            plot.add(measured.formatted(size, 100, 0));
        }
        plot.add(measured.formatted(100, 100, 1_000));
        plot.add(measured.formatted(100, 10, 1_000));
        Document picture = parsed();
        assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(4);
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(6);
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("x, 100 bytes", "x, 200 bytes", "x, 100 bytes, 1 room of 10", "x, 100 bytes, 1 room of 100");
    }

    @Test
    void runsWithOtherSendersAreNotOneLine() throws Exception {
        String measured =
                "{\"label\":\"x\",\"serverCpuMicrosPerDelivery\":%s,\"members\":10,\"senders\":%d,\"outstanding\":%d}";
        plot.add(measured.formatted("2.0", 10, 16));
        plot.add(measured.formatted("0.2", 1, 16));
        plot.add(measured.formatted("1.0", 10, 1));
        assertThat(parsed().getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(parsed().getDocumentElement().getTextContent())
                .contains("x, 16 under way each", "x, 1 sending, 16 under way each", "x, 1 under way each");
    }

    @Test
    void connectionsHaveNoCostOfDeliveries() {
        assertThat(plot.add("{\"workload\":\"idle\",\"members\":10}")).contains("idle", "not that of deliveries");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> plot.add("cost 3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plot.add("[]")).hasMessage("not a JSON object");
    }

    @Test
    void ticksAreRoundAndReachTheValues() {
        assertThat(Scale.linear(8.7).ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        assertThat(Scale.linear(0).most()).isPositive();
        Scale members = Scale.logarithmic(10, 1_000);
        assertThat(members.ticks()).containsExactly(10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0);
        assertThat(members.place(100)).isBetween(0.499, 0.501);
    }

    private Document parsed() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(String label, int members, double rate, double cost) {
        return "{\"label\":\"" + label + "\",\"rooms\":1,\"members\":" + members + ",\"rate\":" + rate
                + ",\"serverCpuMicrosPerDelivery\":" + cost + "}";
    }
}
