// What the server takes, the schema that it publishes takes: a program that validates before it
// sends is never held back from what would have been accepted. What is empty ("", null, []) the
// server takes for not filled in, as people at a page leave it; the schema wants it left out.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Instance } from '../lib/instance.mjs';
import { Client, is } from '../lib/client.mjs';
import { fillFromForms } from '../lib/forms.mjs';
import { form } from '../lib/way.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

// RFC 3987 and RFC 6531, as far as what is tried here goes: letters of every script, no blanks.
const FORMATS = {
  iri: /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i, 'idn-email': /^[^\s@]+@[^\s@]+$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, attachment: true, coverage: true,
};

function* places(schema, at = '') {
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    yield [`${at}/${name}`, s];
    yield* places(s, `${at}/${name}`);
  }
}

// The raw texts to try in a place of that schema.
function* tries(s) {
  if (s.type === 'integer')
    yield* ['1.0', '1e0', '1.5', '0', '-0.0', '1e3', '"1"', '9007199254740993.0', '1e400'];
  if (s.type === 'string') {
    const { minLength: min = 0, maxLength: max = 0 } = s;
    for (const n of [min - 1, min, max, max + 1].filter((x) => x > 0 && x < 3000))
      for (const c of ['字', '𠮷', 'a']) yield JSON.stringify(c.repeat(n));
    yield* ['"https://例子.测试/"', '"HTTPS://EXAMPLE.CN/"', '"甲@例子.中国"', '"a@例子.中国"'];
    yield* ['"http://[::1]/"', '"2026-02-29"', '"2024-02-29"', '" x "', '"x\\ty"'];
  }
  if (s.type === 'boolean') yield* ['true', 'false', '1', '"true"'];
  if (s.type === 'array') yield* ['{}', '[1]', '["x","x"]'];
  yield '7';
}

const put = (data, path, value) => {
  const keys = path.split('/').slice(1);
  const out = structuredClone(data);
  let x = out;
  for (const k of keys.slice(0, -1)) x = x[k] ??= {};
  x[keys.at(-1)] = value;
  return out;
};

const MARK = '@here@';
const context = { upload: async () => '0'.repeat(26), coverage: [{ product: '0'.repeat(26) }] };

for (const kind of ['subject', 'product', 'algorithm']) {
  test(`the schema of ${kind} takes what the server takes`, async () => {
    const f = await form(open, kind);
    const ajv = new Ajv2020({ strict: false, formats: FORMATS });
    const validate = ajv.compile(f.schema);
    const data = await fillFromForms(f, context);
    const narrow = [];
    let taken = 0;
    for (const [path, s] of places(f.schema)) {
      if (s.properties) continue;
      for (const value of new Set(tries(s))) {
        const text = JSON.stringify({ kind, action: 'initial', data: put(data, path, MARK) })
          .replace(`"${MARK}"`, value);
        const r = await open.call('POST', '/check', {
          body: text, headers: { 'Content-Type': 'application/json' },
        });
        const errors = (r.json.findings ?? []).filter((x) => x.severity === 'error');
        const isHere = (x) => x.path === path || x.path.startsWith(`${path}/`);
        if (r.status !== 200 || errors.some(isHere)) continue;
        taken++;
        if (!validate(JSON.parse(text).data))
          for (const e of validate.errors.filter((x) => x.instancePath.startsWith(path)))
            narrow.push(`${path} ${value.slice(0, 40)}: ${e.message}`);
      }
    }
    assert.ok(taken > 20, `${taken} values were taken`);
    assert.deepEqual(narrow, []);
    is(await open.get('/healthz'), 200);
  });
}
