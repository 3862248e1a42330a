"""Writes ../resources/chat-templates.json: conversations as Jinja2 renders them, with the settings models' templates expect.

Run: python3 chat_templates.py   (needs jinja2)
The templates are made up; each uses what templates that come with models use.
"""
import json
import pathlib

from jinja2.sandbox import ImmutableSandboxedEnvironment

SYSTEM = {"role": "system", "content": "  You keep the mill. "}
ASKED = {"role": "user", "content": " Who keeps\nthe gate?\n"}
SAID = {"role": "assistant", "content": "The \"keeper\" \\ does: 5 < 6 & {{ 7 }}. "}
AGAIN = {"role": "user", "content": "When, 'exactly'? {% if x %}水車🌾"}
THOUGHT = {"role": "assistant", "content": "<think>\nSunrise?\n</think>\n\nAt sunrise."}
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}

TEMPLATES = {
    "turns with a default system message": (
        "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
        "{{ '[sys]You help.[end]\n' }}{% endif %}"
        "{{ '[' + message['role'] + ']' + message['content'] + '[end]' + '\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '[assistant]' }}{% endif %}"),
    "the system message goes into the first question": (
        "{% if messages[0]['role'] == 'system' %}{% set turns = messages[1:] %}"
        "{% set system = messages[0]['content'].strip() %}"
        "{% else %}{% set turns = messages %}{% set system = false %}{% endif %}"
        "{% for message in turns %}"
        "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
        "{{ raise_exception('turns must alternate') }}{% endif %}"
        "{% if loop.index0 == 0 and system != false %}"
        "{% set content = '<<' + system + '>>\n\n' + message['content'] %}"
        "{% else %}{% set content = message['content'] %}{% endif %}"
        "{% if message['role'] == 'user' %}{{ bos_token + '[Q] ' + content.strip() + ' [/Q]' }}"
        "{% elif message['role'] == 'assistant' %}{{ ' ' + content | trim + ' ' + eos_token }}{% endif %}"
        "{% endfor %}"),
    "headers": (
        "{% set loop_messages = messages %}{% for message in loop_messages %}"
        "{% set content = '<h>' + message['role'] + '</h>\n\n' + message['content'] | trim + '<eot>' %}"
        "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<h>assistant</h>\n\n' }}{% endif %}"),
    "blocks on lines of their own": (
        "{{ bos_token }}\n"
        "{% for message in messages %}\n"
        "    {% if message['role'] == 'user' %}\n"
        "{{ '<|user|>\n' + message['content'] + eos_token }}\n"
        "    {% elif message['role'] == 'system' %}\n"
        "{{ '<|system|>\n' + message['content'] + eos_token }}\n"
        "    {% else %}\n"
        "{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n"
        "    {% endif %}\n"
        "    {% if loop.last and add_generation_prompt %}\n"
        "{{ '<|assistant|>' }}\n"
        "    {% endif %}\n"
        "{% endfor %}\n"),
    "white space is taken away on both sides": (
        "{%- if messages[0].role == 'system' -%}\n    {{- bos_token ~ 'S: ' ~ messages[0].content -}}\n"
        "    {%- set rest = messages[1:] -%}\n{%- else -%}\n    {{- bos_token -}}\n"
        "    {%- set rest = messages -%}\n{%- endif -%}\n"
        "{%- for m in rest %}\n    {%- if m.role == 'assistant' %}\n        {{- '<A>' + m.content + eos_token }}\n"
        "    {%- else %}\n        {{- '<U>' + m.content + '</U>' }}\n    {%- endif %}\n{%- endfor %}\n"
        "{%- if add_generation_prompt %}\n    {{- '<A>' }}\n{%- endif %}\n"),
    "a namespace, roles by another name": (
        "{{ bos_token }}{% set ns = namespace(system='', count=0) %}"
        "{% for message in messages %}{% if message['role'] == 'system' %}"
        "{% set ns.system = message['content'] %}{% endif %}{% endfor %}"
        "{{ ns.system }}{% for message in messages if message['role'] != 'system' %}"
        "{% set ns.count = ns.count + 1 %}"
        "{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}"
        "{{ '<start ' ~ ns.count ~ '>' + role + '\n' + message['content'] | trim + '<stop>\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{'<start>model\n'}}{% endif %}"),
    "thoughts of earlier turns are left out": (
        "{%- for message in messages %}"
        "{%- set content = message.content if message.content is string else '' %}"
        "{%- if message.role == 'assistant' and '</think>' in content %}"
        "{%- set content = content.split('</think>')[-1].lstrip('\\n') %}{%- endif %}"
        "{{- '<|' + message.role + '|>' + content.rstrip() + '<|end|>' }}"
        "{%- if not loop.last %}{{- '\\n' }}{%- endif %}{%- endfor %}"
        "{%- if add_generation_prompt %}{{- '\\n<|assistant|>' }}"
        "{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think></think>' }}{%- endif %}"
        "{%- endif %}"),
    "tools that nobody hands over": (
        "{% if tools is defined and tools %}{{ tools | tojson }}{% endif %}"
        "{% if not date_string is defined %}{% set date_string = '26 Jul 2024' %}{% endif %}"
        "{{ 'Today: ' + date_string + '\n' }}"
        "{% for message in messages %}{% if not (message.role == 'tool' or 'tool_calls' in message) %}"
        "{{ message['role'].upper() + (':' if message['content'].startswith(' ') else '=') }}"
        "{{ message['content'] | tojson }}{{ '.' if message['content'].endswith('\n') }}\n"
        "{% endif %}{% endfor %}"),
}


def refuse(message):
    raise ValueError(message)


def render(template, messages, generate):
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    # Values are text, not HTML: characters are not escaped.
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    environment.globals["raise_exception"] = refuse
    try:
        return environment.from_string(template).render(
            messages=messages, tools=None, documents=None, add_generation_prompt=generate, **TOKENS)
    except ValueError:
        return None


CONVERSATIONS = {
    "a question": ([ASKED], True),
    "a question under a system message": ([SYSTEM, ASKED], True),
    "a whole conversation": ([SYSTEM, ASKED, SAID, AGAIN, THOUGHT], False),
    "a conversation that goes on": ([ASKED, THOUGHT, AGAIN], True),
    "two questions in a row": ([ASKED, AGAIN], True),
}
CASES = [
    {"name": f"{template}: {conversation}", "template": TEMPLATES[template], "tokens": TOKENS, "messages": messages,
     "addGenerationPrompt": generate, "expected": render(TEMPLATES[template], messages, generate)}
    for template in TEMPLATES for conversation, (messages, generate) in CONVERSATIONS.items()]

target = pathlib.Path(__file__).parent.parent / "resources" / "chat-templates.json"
target.write_text(json.dumps(CASES, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
