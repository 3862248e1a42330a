package dev.millrace.text.repair;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class TextFixesTest {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    static final List<Arguments> REPAIRS = List.of(
            argumentSet("line ends of every kind", "a\r\nb\rc\u0085d\u2028e", "a\nb\nc\nd\ne"),
            argumentSet("mojibake of letters", "Ã¼ber cafÃ©", "über café"),
            argumentSet("mojibake of quotation marks", "itâ€™s â€œnewâ€\u009D", "it’s “new”"),
            argumentSet("mojibake made twice", "cafÃƒÂ©", "café"),
            argumentSet("rare mojibake beside common one", "Ã©tÄ›", "étě"),
            argumentSet("control characters", "a\u0000b\u0007c\u001Bd", "abcd"),
            argumentSet("zero-width characters", "\uFEFFa\u200Bb\u2060c", "abc"),
            argumentSet("a soft hyphen in a word", "ex\u00ADample", "example"),
            argumentSet("a soft hyphen at a line end", "ex\u00AD\nample", "example"),
            argumentSet("a bidirectional override", "abc\u202Edef\u202C", "abcdef"),
            argumentSet("a joiner between Latin letters", "a\u200Db", "ab"),
            argumentSet("a joiner in an emoji", "\uD83D\uDC69\u200D\uD83D\uDD27", "\uD83D\uDC69\u200D\uD83D\uDD27"),
            argumentSet("lone surrogates", "a\uD800b\uDC00", "a\uFFFDb\uFFFD"),
            argumentSet("letters written with marks", "Zu\u0308rich", "Zürich"),
            argumentSet("ligatures", "e\uFB03cient \uFB01sh", "efficient fish"),
            argumentSet("a word broken at a line end", "the exam-\nple here", "the example here"),
            argumentSet(
                    "a compound broken at its hyphen", "a well-known well-\nknown man", "a well-known well-known man"),
            argumentSet("a dash at a line end", "one -\ntwo", "one -\ntwo"),
            argumentSet("white space of every kind", "  a\u00A0\u2003 b \t\n\n\n\n c  ", "a b\n\nc"),
            argumentSet("nothing", "", ""));

    @ParameterizedTest
    @FieldSource("REPAIRS")
    void repairs(String damaged, String sound) {
        assertThat(repaired(damaged)).isEqualTo(sound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ärger über „Öl“ und Größe – 20 °C",
                "Il a été à l’hôtel où naît l’œuvre",
                "NÃO É FÁCIL",
                "São João, coração, avô",
                "„das Ä“ und CAFÉ® und É™",
                "Ça coûte 5 €…",
                "日本語のテキスト",
                "فارسی می‌خواهم",
                "5 > 3 – „ok“"
            })
    void leavesSoundTextAlone(String text) {
        assertThat(repaired(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"naïve café", "Müller & Söhne – “quoted” …", "Grüße, 20 €, ½", "smile \uD83D\uDE00"})
    void undoesWhatAWrongReadingDid(String text) {
        String misread = new String(text.getBytes(StandardCharsets.UTF_8), WINDOWS_1252);

        assertThat(repaired(misread.replace("\uFFFD", "\u009D"))).isEqualTo(text);
    }

    @ParameterizedTest
    @FieldSource("REPAIRS")
    void isDoneAfterOnePass(String damaged, String sound) {
        assertThat(repaired(repaired(damaged))).isEqualTo(sound);
    }

    @Test
    void codeKeepsItsLayout() {
        String code = "if (a) {\n\t\treturn  b;\n}";
        assertThat(applied(TextFixes.layout(), code)).isEqualTo(code);
    }

    static Stream<Arguments> hostile() {
        int length = 3_000_000;
        return Stream.of(
                argumentSet("combining marks in both orders", "a" + "\u0316\u0301".repeat(length)),
                argumentSet("one line of one letter", "a".repeat(length)),
                argumentSet("hyphens and line ends", "a-\n".repeat(length)),
                argumentSet("white space only", " \n".repeat(length)),
                argumentSet("half mojibake", "\u00C3".repeat(length)),
                argumentSet("mojibake", "\u00C3\u00A9".repeat(length)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void takesTimeInProportionToTheText(String text) {
        assertTimeout(Duration.ofSeconds(20), () -> repaired(text));
    }

    private static String repaired(String text) {
        return applied(TextFixes.prose(), text);
    }

    private static String applied(List<TextFix> fixes, String text) {
        String result = text;
        for (TextFix fix : fixes) {
            result = fix.fix(result).text();
        }
        return result;
    }
}
