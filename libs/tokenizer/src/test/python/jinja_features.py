"""Writes ../resources/jinja-features.json: small templates as Jinja2 renders them; null where it refuses.

Run: python3 jinja_features.py   (needs jinja2)
"""
import json
import pathlib

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

VALUES = {
    "text": " Mill & wheel ", "word": "wheel", "empty": "", "zero": 0, "seven": 7, "half": 0.5, "yes": True, "no": False,
    "list": ["a", "b", "c", "d"], "numbers": [3, 1, 2], "map": {"k": "v", "items": 1},
    "turns": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}, {"role": "user"}],
}

TEMPLATES = r"""
{{ text.strip() }}|{{ text | trim }}|{{ text.lstrip() }}|{{ text.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'ab'.lstrip('ba') }}
{{ word.upper() }}{{ word | upper }}{{ 'WHEEL'.lower() }}{{ word | capitalize }}{{ 'two words' | title }}{{ 'two words'.title() }}
{{ word[0] }}{{ word[-1] }}{{ word[1:3] }}{{ word[:2] }}{{ word[-2:] }}{{ word[::-1] }}{{ word[::2] }}{{ word[10:] }}
{{ list[0] }}{{ list[-1] }}{{ list[1:] | join }}{{ list[:-1] | join('-') }}{{ list[::-1] | join(',') }}{{ list[3:0:-1] | join }}
{{ list[9] is defined }}{{ map.k }}{{ map['k'] }}{{ map.missing is defined }}{{ map['missing'] is undefined }}{{ map['items'] }}
{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 3 }} {{ -seven }} {{ 4 / 2 }}
{{ 'a' ~ 1 ~ none ~ true }}{{ 'a' + 'b' ~ 'c' }}{{ half }} {{ 1.0 }} {{ half * 2 }}
{{ 1 == 1.0 }}{{ 'a' == 'a' }}{{ 1 != 2 }}{{ 1 < 2 }}{{ 2 <= 2 }}{{ 'a' < 'b' }}{{ 3 > seven }}{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}
{{ yes and no }}{{ yes or no }}{{ not yes }}{{ empty or 'fallback' }}{{ zero and 1 }}{{ not empty and not zero }}
{{ 'a' in list }}{{ 'z' not in list }}{{ 'he' in word }}{{ 'k' in map }}{{ 'x' in missing }}{{ not 'a' in list }}
{{ 'yes' if yes else 'no' }}{{ 'yes' if no else 'no' }}{{ 'nothing' if no }}{{ 1 if no else 2 if no else 3 }}
{{ missing }}|{{ none }}|{{ true }}|{{ list }}|{{ map }}|{{ ['it\'s', "q\"", 1, none] }}|{{ (1, 2)[1] }}|{{ {'a': 1}['a'] }}
{{ missing | default('d') }}{{ empty | default('d') }}{{ empty | default('d', true) }}{{ zero | d('d', boolean=true) }}
{{ word | length }}{{ list | length }}{{ list | first }}{{ list | last }}{{ numbers | count }}{{ '水車🌾' | length }}{{ '水車🌾'[2] }}
{{ list | reverse | join }}{{ word | reverse }}{{ word | replace('e', 'E') }}{{ word.replace('e', '') }}{{ '7' | int + 1 }}{{ 7 | string + '!' }}
{{ list | tojson }}{{ {'a': [1, true, none, 'q"\n']} | tojson }}
{{ turns | map(attribute='role') | join(' ') }}|{{ turns | selectattr('role', 'equalto', 'user') | list | length }}
{{ turns | selectattr('content', 'defined') | map(attribute='content') | join }}|{{ turns | rejectattr('role', 'eq', 'user') | list | length }}
{{ list | map('upper') | join }}{{ [0, 1, 2] | select | join }}{{ [0, 1, 2, 3] | select('odd') | join }}{{ [0, 1] | reject('odd') | join }}
{{ yes is true }}{{ no is false }}{{ none is none }}{{ 'a' is string }}{{ 1 is number }}{{ map is mapping }}{{ list is iterable }}{{ map is string }}{{ 7 is odd }}{{ seven is even }}
{{ seven is divisibleby 7 }}{{ seven is divisibleby(2) }}{{ word is not none }}{{ 'a' is in list }}{{ word is eq 'wheel' }}{{ missing is not defined }}{{ 1 is integer }}{{ half is float }}{{ yes is boolean }}
{{ 'a,b,c'.split(',') | join('|') }}{{ ' a  b '.split() | join('|') }}{{ 'a,b,c'.split(',', 1) | join('|') }}{{ 'a,b'.split(',')[-1] }}{{ 'abc'.find('c') }}{{ 'abcab'.count('ab') }}
{{ word.startswith('wh') }}{{ word.endswith('x') }}{{ word.startswith(('x', 'wh')) }}{{ ', '.join(list) }}{{ '12'.isdigit() }}{{ 'a\nb'.splitlines() | length }}
{% for x in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ x }} {% endfor %}
{% for x in numbers if x > 1 %}{{ x }}{{ loop.index }}{% else %}none{% endfor %}{% for x in [] %}x{% else %}none{% endfor %}{% for x in missing %}x{% endfor %}
{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}{% for k in map %}{{ k }}{% endfor %}{% for c in 'ab' %}{{ c }}.{% endfor %}
{% for x in list %}{% if x == 'b' %}{% continue %}{% endif %}{% if x == 'd' %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in list %}{{ loop.previtem if loop.previtem is defined else '<' }}{{ x }}{{ loop.nextitem if not loop.last else '>' }} {% endfor %}
{% set x = 1 %}{% for y in list %}{% set x = y %}{{ x }}{% endfor %}{{ x }}{% if yes %}{% set x = 2 %}{% endif %}{{ x }}
{% set ns = namespace(n=0, s='') %}{% for y in list %}{% set ns.n = ns.n + 1 %}{% set ns.s = ns.s ~ y %}{% endfor %}{{ ns.n }}{{ ns.s }}
{% for y in list %}{% if loop.first %}{% set z = 'set' %}{% endif %}{{ z is defined }}{% endfor %}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set block %}in {{ word }}{% endset %}{{ block }}{{ block | length }}
{% macro show(a, b='B') %}[{{ a }}{{ b }}]{% endmacro %}{{ show(1) }}{{ show(1, 2) }}{{ show(b=3, a=4) }}{{ show() }}
{% if no %}1{% elif zero %}2{% elif seven %}3{% else %}4{% endif %}{% if missing %}5{% endif %}{% if not missing %}6{% endif %}
{# a comment {{ word }} #}a{#- b -#} c {# d #} e
a  {%- if yes -%}  b  {%- endif -%}  c
{{- word -}} x {{ word -}}   y
{% raw_is_no_tag_of_ours %}
{{ missing.attribute }}
{{ missing['x'] }}
{{ 'a' + 1 }}
{{ none + 'a' }}
{{ word.unheard_of() }}
{{ 1 // 0 }}
{{ undefined_function() }}
{{ word | unheard_of }}
{{ word is unheard_of }}
{% for x in 7 %}{% endfor %}
{% if yes %}never closed
{{ word
{% endif %}
{{ 'never closed }}
{{ range(3) | list }}{{ range(1, 6, 2) | join }}{% for i in range(2) %}{{ i }}{% endfor %}
{{ "a" "b" }}{{ 'tab\there' }}{{ 'u\u00e9\x41' }}{{ '\\n' }}
{{ dict(a=1)['a'] }}{{ map.get('k') }}{{ map.get('z') }}{{ map.get('z', 'd') }}{{ map.keys() | list | length }}{{ map | length }}{{ map | items | list | length }}
{{ text | trim | upper | length + 1 }}{{ (text | trim) ~ '.' }}{{ word | upper == 'WHEEL' }}{{ not word is string }}
{{ {'a': {'b': 'c'}}.a.b }}{{ [[1, 2], [3]][0][1] }}{{ [1, 2,] | length }}{{ () | length }}
{{ '}}' }}{{ '%}' }}{{ "{{" }}{{ {'a': {'b': 1}} | length }}
""".strip("\n").split("\n")
TEMPLATES += [
    "first\n{% if yes %}\n  second\n{% endif %}\nthird\n",
    "  {% for x in list %}\n  {{ x }}\n  {% endfor %}\nend",
    "a\n  {# comment #}\nb\n\n",
    "x {% if yes %} y {% endif %} z\n\n{{ word }}\n\n",
    "{% if yes +%}\n a{% endif %}\n  {%+ if yes %}b{% endif %}",
    "a\r\nb\r{{ word }}\n",
    "{% if yes %}  {% if yes %}  x{% endif %}{% endif %}",
    "{{ word }}\n  {%- for x in list %}\n\n {{- x }}\n{%- endfor %}\n",
    "{%- set x = 'a' -%}\n\n {{ x }}\n {%- if x %} b {%- endif %}",
]


def render(template):
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    try:
        return environment.from_string(template).render(VALUES)
    except (TemplateError, TypeError, ZeroDivisionError):
        return None


target = pathlib.Path(__file__).parent.parent / "resources" / "jinja-features.json"
CASES = [{"template": template, "expected": render(template)} for template in TEMPLATES]
target.write_text(json.dumps({"values": VALUES, "cases": CASES}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
