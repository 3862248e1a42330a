package dev.millrace.tokenizer.jinja;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Feature by feature as Jinja2 renders it; {@code src/test/python/jinja_features.py} writes the expected texts. */
class TemplateTest {
    private static JsonNode file() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(TemplateTest.class.getResourceAsStream("/jinja-features.json"))) {
            return Json.mapper().readTree(file);
        }
    }

    private static Stream<Arguments> features() throws IOException {
        List<Arguments> features = new ArrayList<>();
        for (JsonNode each : file().path("cases")) {
            String template = each.path("template").asText();
            features.add(Arguments.of(
                    template,
                    each.path("expected").isNull()
                            ? null
                            : each.path("expected").asText()));
        }
        return features.stream();
    }

    @Test
    void thereAreFeaturesAndRefusals() throws IOException {
        assertThat(features().filter(each -> each.get()[1] != null)).hasSizeGreaterThan(50);
        assertThat(features().filter(each -> each.get()[1] == null)).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("features")
    void isRenderedAsJinja2Does(String template, @org.jspecify.annotations.Nullable String expected)
            throws IOException {
        Map<String, Object> values =
                Json.mapper().convertValue(file().path("values"), new TypeReference<Map<String, Object>>() {});

        if (expected == null) {
            assertThatThrownBy(() -> Template.parse(template).render(values)).isInstanceOf(TemplateException.class);
        } else {
            assertThat(Template.parse(template).render(values)).isEqualTo(expected);
        }
    }

    @Test
    void anEmptyOptionalIsNone() {
        assertThat(Template.parse("{{ tools is none }}{{ tools }}").render(Map.of("tools", Optional.empty())))
                .isEqualTo("TrueNone");
    }

    @Test
    void theMarksOfTrainersRenderAsWhatTheyMark() {
        assertThat(Template.parse("a{% generation %}b{% endgeneration %}c").render(Map.of()))
                .isEqualTo("abc");
    }

    @Test
    void aConditionMayHaveManyBranches() {
        String branches = "{% if false %}" + "{% elif false %}".repeat(3000) + "{% else %}x{% endif %}";

        assertThat(Template.parse(branches).render(Map.of())).isEqualTo("x");
    }

    @Test
    void whatIsWrongIsSaidWithItsLine() {
        assertThatThrownBy(() -> Template.parse("a\n{{ b }}\n{% unheard %}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("line 3: there is no tag 'unheard'");
        assertThatThrownBy(() -> Template.parse("a\n\n{{ b | unheard }}"))
                .hasMessage("line 3: there is no filter 'unheard'");
    }

    @Test
    void whatATemplateRefusesWithIsNotRepeated() {
        assertThatThrownBy(() -> Template.parse("{{ raise_exception('secret ' + word) }}")
                        .render(Map.of("word", "words")))
                .hasMessage("the template refuses the conversation");
    }

    /** Nothing but the values can be reached, whatever Java would have behind them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ word.getClass() }}",
                "{{ word.class.name }}",
                "{{ list.getClass() }}",
                "{{ list.add('x') }}",
                "{{ map.put('a', 1) }}",
                "{{ word.__class__.__mro__ }}",
                "{{ range.__globals__ }}{{ range.class.x }}",
                "{% set map.k = 1 %}",
                "{% include '/etc/passwd' %}",
                "{% import 'x' as y %}"
            })
    void thereIsNoWayOut(String template) {
        Map<String, Object> values = Map.of("word", "w", "list", List.of("a"), "map", Map.of("k", "v"));

        assertThatThrownBy(() -> Template.parse(template).render(values)).isInstanceOf(TemplateException.class);
    }

    @Test
    void templatesThatWouldNeverEndAreCutShort() {
        String loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
        String doubling =
                "{% set ns = namespace(x='x') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}";
        String lists =
                "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}";
        String recursion = "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}";
        String range = "{{ range(1000000000) }}";
        String brackets = "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}";
        String nested = "{{ " + "[".repeat(20_000) + "]".repeat(20_000) + " }}";
        String minus = "{{ " + "-".repeat(2_000) + "1 }}";
        String nots = "{{ " + "not ".repeat(2_000) + "1 }}";
        String sum = "{{ 1" + " + 1".repeat(20_000) + " }}";
        String blocks = "{% if true %}".repeat(3000) + "{% endif %}".repeat(3000);
        for (String template :
                List.of(loops, doubling, lists, recursion, range, brackets, nested, minus, nots, sum, blocks)) {
            assertThatThrownBy(() -> Template.parse(template).render(Map.of()))
                    .as(template.substring(0, Math.min(30, template.length())))
                    .isInstanceOf(TemplateException.class);
        }
    }
}
