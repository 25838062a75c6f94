// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScreenPictureTest {

    private static final String ESC = "\u001b";
    private static final Pattern TEXT = Pattern.compile(
            "<text( class=\"b\")? x=\"([\\d.]+)\".* textLength=\"([\\d.]+)\".* fill=\"(.*)\">(.*)</text>");

    @Test
    void eachStretchHasItsPlaceLengthAndColour() {
        assertThat(texts("plain " + ESC + "[1;38;5;73mbold" + ESC + "[0m <x>"))
                .containsExactly("0+5 #d3d7de plain", "6+4 bold #5fafaf bold", "11+3 #d3d7de &lt;x&gt;");
    }

    @Test
    void whatIsWideTakesTwoColumnsAndAMarkNone() {
        assertThat(texts("a漢字b👍|e\u0301|"))
                .containsExactly(
                        "0+1 #d3d7de a", "1+4 #d3d7de 漢字", "5+1 #d3d7de b", "6+2 #d3d7de 👍", "8+3 #d3d7de |e\u0301|");
    }

    @Test
    void whatIsInverseHasAGroundAsWideAsItsBlanks() {
        String picture = picture(ESC + "[7m x  " + ESC + "[27m y");
        assertThat(picture).contains("<rect x=\"16\" y=\"30\" width=\"33.72\" height=\"18\" fill=\"#d3d7de\"/>");
        assertThat(texts(ESC + "[7m x  " + ESC + "[27m y")).containsExactly("1+1 #16181d x", "5+1 #d3d7de y");
    }

    @Test
    void linksAndWhatIsNotDrawnArePassedOver() {
        String link = ESC + "]8;;https://example.org" + ESC + "\\";
        assertThat(texts(ESC + "[?25l" + ESC + "[4m" + link + "here" + ESC + "]8;;" + ESC + "\\" + ESC + "[0m"))
                .containsExactly("0+4 #d3d7de here");
    }

    @Test
    void attributesLastFromRowToRow() {
        assertThat(texts(ESC + "[2mone", "two" + ESC + "[22m", "three"))
                .containsExactly("0+3 #8b919c one", "0+3 #8b919c two", "0+5 #d3d7de three");
    }

    private static List<String> texts(String... rows) {
        return TEXT.matcher(picture(rows))
                .results()
                .map(text -> column(text.group(2), 16) + "+" + column(text.group(3), 0)
                        + (text.group(1) == null ? "" : " bold") + " " + text.group(4) + " " + text.group(5))
                .toList();
    }

    private static long column(String x, int margin) {
        return Math.round((Double.parseDouble(x) - margin) / 8.43);
    }

    private static String picture(String... rows) {
        return ScreenPicture.of("title", 20, List.of("words"), List.of(List.of(rows)));
    }
}
