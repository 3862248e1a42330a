package dev.millrace.text.personal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class PersonalDataTest {
    static final List<Arguments> FOUND = List.of(
            argumentSet("an address", "write to a.b+c@example.co.uk.", "write to [EMAIL]."),
            argumentSet("an address in brackets", "Tom <tom@example.org>, Ann", "Tom <[EMAIL]>, Ann"),
            argumentSet("two addresses", "a@example.org;b@example.org", "[EMAIL];[EMAIL]"),
            argumentSet("an address with an umlaut", "m\u00FCller@b\u00FCcher.example", "[EMAIL]"),
            argumentSet("a card in groups", "card 4111 1111 1111 1111, thanks", "card [CARD], thanks"),
            argumentSet("a card in one piece", "5555555555554444", "[CARD]"),
            argumentSet("a card with hyphens", "3782-822463-10005", "[CARD]"),
            argumentSet("an account", "IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [IBAN] please"),
            argumentSet("an account in one piece", "GB82WEST12345698765432", "[IBAN]"),
            argumentSet("an account in small letters", "fr1420041010050500013m02606", "[IBAN]"),
            argumentSet("an international number", "call +44 20 7946 0958 now", "call [PHONE] now"),
            argumentSet("with brackets", "+49 (30) 23125-123", "[PHONE]"),
            argumentSet("with 00", "ring 0044 20 7946 0958 now", "ring [PHONE] now"),
            argumentSet("a North American one", "at (202) 555-0143 daily", "at [PHONE] daily"),
            argumentSet("an announced national one", "Tel: 020 7946 0958", "Tel: [PHONE]"),
            argumentSet("all in one line", "x@example.org, +1 202-555-0143", "[EMAIL], [PHONE]"));

    @ParameterizedTest
    @FieldSource("FOUND")
    void finds(String text, String masked) {
        assertThat(PersonalData.mask(text, PersonalData.find(text))).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on 2024-01-15 at 10:30",
                "version 10.20.30.4000",
                "order 1234567890 of 12345678",
                "4111 1111 1111 1112",
                "DE89 3704 0044 0532 0130 01",
                "3.14159265358979 and 1,234,567.89",
                "ISBN 978-3-16-148410-0",
                "the @handle and a@b and user@localhost",
                "10 000 000 people in 1990 and 2020",
                "192.168.100.200:8080",
                "levels 1912 1945 1978 2003 2019",
                "a SHA of 5b3c9e7780ad1f",
                ""
            })
    void leavesAlone(String text) {
        assertThat(PersonalData.find(text)).isEmpty();
    }

    static Stream<Arguments> hostile() {
        int length = 300_000;
        return Stream.of(
                argumentSet("at signs", "@".repeat(length)),
                argumentSet("letters and at signs", "a@".repeat(length)),
                argumentSet("digits", "4".repeat(length)),
                argumentSet("digits and gaps", "4 1 ".repeat(length)),
                argumentSet("digits and brackets", "(1) (".repeat(length)),
                argumentSet("plus signs", "+1 +".repeat(length)),
                argumentSet("account beginnings", "DE89 ".repeat(length)),
                argumentSet("one domain", "a@" + "a.".repeat(length)),
                argumentSet("telephone-like", "tel 555-1234 ".repeat(length / 4)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void takesTimeInProportionToTheText(String text) {
        assertTimeout(Duration.ofSeconds(20), () -> PersonalData.find(text));
    }
}
