import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspectFormat } from '../../support/inspect-format.js';
import { buildGguf, joinBytes } from '../../support/model-file-builders.js';

const KEY = 'tokenizer.chat_template';

/** Templates as published models have them, or parts of such. */
const HARMLESS = [
  '{%- raw -%}{{ a.__class__ }}{%- endraw -%}{{ b }}',
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']}}{% endfor %}",
  '{{ bos_token }}{%- if messages[0].role == "system" -%}{%- set system = messages[0].content | trim -%}{%- endif -%}',
  "{{ raise_exception('Roles must alternate: the class is only printed here'[:9]) }}".replace(
    '__class__',
    'a',
  ),
  '{%- macro render(tool) -%}{{ tool | tojson(indent=2) }}{%- endmacro -%}{{ render(tools[0]) }}',
  "{%- set ns = namespace(found=false) -%}{% set ns.found = true %}{{ message.content.split('</think>')[-1].lstrip('\\n') }}",
  "{{ messages[(messages | length) - 1]['content'] | replace(' ', '_') }}",
  "{% set config = {'a': {'b': 1}} %}{{ config.a }}{# {{ ''.__class__ }} is a comment #} __class__ is only text",
  '{% for i in range(0, 3) %}{{ strftime_now("%d %b %Y") }}{% endfor %}',
];

const DANGEROUS = [
  "{% raw %}{{ a }}{% endraw %}{{ ''.__class__ }}",
  '{{ a.\uff3f\uff3fclass\uff3f\uff3f }}',
  "{{ ''.__class__.__mro__[1].__subclasses__() }}",
  "{{ ''['__class__'] }}",
  "{{ ''['__cl' ~ 'ass__'] }}",
  "{{ ''['__cl' 'ass__'] }}",
  "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
  '{{ "{0.__class__}".format(messages) }}',
  "{{ messages|map(attribute='__class__')|list }}",
  "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
  "{{ (messages|map('upper')).gi_frame.f_globals }}",
  "{{ ''.__class__",
  "{{ {'a': ''.__class__}['a'] }}",
  '{{ dict(__class__=1)|first }}',
];

const UNKNOWN = [
  '{% import "os" as os %}',
  '{% include "/etc/passwd" %}',
  '{{ self }}',
  '{{ lipsum }}',
  '{{ messages|attr(name) }}',
  '{{ read_file("x") }}',
  '{{ messages.encode("utf-16") }}',
  "{% set u = '_' %}{{ messages[u~u~'class'~u~u] }}",
  "{{ '%c%c'|format(95, 95) }}",
  "{{ messages['a' + kind] }}",
];

describe('GGUF reader', () => {
  for (const [name, order] of [
    ['default.gguf', 'little-endian'],
    ['big-endian.gguf', 'big-endian'],
  ] as const) {
    it(`lists what the library writes in ${order} order, with nothing found`, async () => {
      const report = await inspectFormat(readFileSync(`test/fixtures/modelfiles/${name}`));
      assert.equal(report.verdict, 'nothing-found');
      assert.ok(report.details.some(({ value }) => value === order));
      assert.deepEqual(
        report.tensors.map(({ name, dtype, shape, bytes }) => [name, dtype, shape, bytes]),
        [['token_embd.weight', 'F32', [32, 3], 384]],
      );
      const metadata = new Map(report.metadata.map((entry) => [entry.name, entry.value]));
      assert.equal(metadata.get('general.name'), 'tiny');
      assert.equal(metadata.get('tokenizer.ggml.tokens'), '[<s>, </s>, a]');
    });
  }

  for (const version of [1, 2, 3] as const) {
    it(`reads version ${version}`, async () => {
      const tensors = [{ name: 't', shape: [8], offset: 0 }];
      const report = await inspectFormat(
        buildGguf({ version, values: { 'general.name': 'n' }, tensors, data: 32 }),
      );
      assert.equal(report.verdict, 'nothing-found');
      assert.equal(report.tensorCount, 1);
      assert.deepEqual(report.metadata, [{ name: 'general.name', value: 'n' }]);
    });
  }

  for (const [verdict, templates] of [
    ['nothing-found', HARMLESS],
    ['dangerous', DANGEROUS],
    ['unknown', UNKNOWN],
  ] as const) {
    for (const template of templates) {
      it(`says ${verdict} of ${template}`, async () => {
        const report = await inspectFormat(buildGguf({ values: { [KEY]: template } }));
        assert.equal(report.verdict, verdict, JSON.stringify(report.findings));
        if (verdict !== 'nothing-found') assert.ok(template.includes(report.findings[0]?.chain[0] ?? '?'));
      });
    }
  }

  it('judges templates with a name too, and names the CVE', async () => {
    const report = await inspectFormat(buildGguf({ values: { [`${KEY}.tool_use`]: "{{ ''.__class__ }}" } }));
    assert.match(report.findings[0]?.message ?? '', /tool_use .*__class__.*CVE-2024-34359/);
  });

  it('finds tensors that overlap, lie outside or are not aligned', async () => {
    const tensor = { name: 'a', shape: [8], offset: 0 };
    for (const [other, finding] of [
      [{ ...tensor, name: 'b' }, /share bytes/],
      [{ ...tensor, name: 'b', offset: 3200 }, /behind the 64 bytes/],
      [{ ...tensor, name: 'b', offset: 33 }, /not a multiple of 32/],
    ] as const) {
      const report = await inspectFormat(buildGguf({ tensors: [tensor, other], data: 64 }));
      assert.equal(report.verdict, 'unknown');
      assert.match(report.findings.map(({ message }) => message).join('\n'), finding);
    }
  });

  it('finds data behind the last tensor, but not what fills up to the alignment', async () => {
    const tensors = [{ name: 't', shape: [9], offset: 0 }];
    assert.equal((await inspectFormat(buildGguf({ tensors, data: 36 }))).verdict, 'nothing-found');
    assert.equal((await inspectFormat(buildGguf({ tensors, data: 64 }))).verdict, 'nothing-found');
    for (const [data, count] of [
      [65, 1],
      [5000, 4936],
    ] as const) {
      const { verdict, findings } = await inspectFormat(buildGguf({ tensors, data }));
      assert.equal(verdict, 'unknown');
      assert.match(findings[0]?.message ?? '', new RegExp(`^${count} bytes behind the last tensor`));
    }
  });

  it('keeps what it read of a file that is cut, and says so', async () => {
    const whole = buildGguf({ values: { [KEY]: "{{ ''.__class__ }}", 'general.name': 'n' } });
    const report = await inspectFormat(whole.subarray(0, whole.length - 40));
    assert.equal(report.verdict, 'dangerous');
    assert.notEqual(report.unread.length, 0);
    const cut = await inspectFormat(whole.subarray(0, 30));
    assert.equal(cut.verdict, 'not-verified');
  });

  it('does not know other versions', async () => {
    const file = joinBytes(buildGguf({}));
    file[4] = 9;
    assert.equal((await inspectFormat(file)).verdict, 'not-verified');
  });
});
