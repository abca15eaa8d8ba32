// However much somebody sends, the answer is short, and no rule runs out because of what was typed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, form, product, reviewers, subjectData,
} from '../lib/way.mjs';

let instance, company, open;
before(async () => {
  instance = await Instance.start();
  company = await approvedCompany(instance, await reviewers(instance));
  open = new Client(instance);
});
after(() => instance?.end());

const unknown = (bytes, more = {}) => {
  const all = { ...more };
  for (let n = 0, size = 0; size < bytes; n++, size += 14) all[`k${100000 + n}`] = 1;
  return all;
};
// A short answer, which tells twenty and counts the rest.
function isShort(r, code) {
  const p = isProblem(r, 422, code);
  assert.ok(r.buffer.length <= 32 * 1024, `${r.buffer.length} bytes`);
  const more = p.findings.find((f) => f.rule === 'findings.more');
  const [, all, told] = /意见共 (\d+) 条，只列出 (\d+) 条/.exec(more.message);
  assert.equal(Number(told), p.findings.length - 1);
  assert.ok(Number(told) <= 30 && Number(all) > 1000, more.message);
}

test('64 KB of unknown members at the login are told in a few lines', async () => {
  const body = unknown(60000, { username: 'nobody', password: 'x' });
  isShort(await open.post('/session', body), 'members_invalid');
});

test('unknown fields are told in a few lines, to strangers and to filers', async () => {
  const of = (data) => ({ kind: 'algorithm', action: 'initial', data });
  isShort(await open.post('/check', of(unknown(300000))), 'shape_invalid');
  isShort(await open.post('/check', of({ basic: unknown(300000) })), 'shape_invalid');
  isShort(await company.post('/check', of(unknown(900000))), 'shape_invalid');
});

test('a body of very many values is not read at all', async () => {
  const deep = (n) => (n === 0 ? 1 : [deep(n - 1)]);
  const nested = Array.from({ length: 3000 }, () => deep(50));
  const of = (basic) => ({ kind: 'algorithm', action: 'initial', data: { basic } });
  const r = await open.post('/check', of({ name: nested }));
  isProblem(r, 422, 'json_values_many');
  assert.ok(r.buffer.length < 1024);
  const own = await company.post('/check', of({ name: Array(200000).fill(1) }));
  isProblem(own, 422, 'json_values_many');
  isProblem(await open.post('/session', { username: Array(30000).fill(1), password: 'x' }), 422);
});

// What makes matchers, folders and counters work the most, each as long as any text may be.
const hard = [
  'a'.repeat(10000), 'a.'.repeat(5000), `https://${'a.'.repeat(4990)}`, '('.repeat(10000),
  'a@'.repeat(5000), '１'.repeat(10000), '\u0301'.repeat(10000), '\u200b'.repeat(10000),
  '有限公司'.repeat(2500), `${'9'.repeat(9999)}X`, ' '.repeat(9999) + 'x', '-'.repeat(10000),
  '𠀀'.repeat(5000), '\n'.repeat(10000), '%E4'.repeat(3333), '〇'.repeat(10000),
];
const isText = (schema) => schema?.type === 'string';
// Every text of the form is this one, as long as there is room for.
function filled(schema, data, text) {
  const out = structuredClone(data);
  const fields = (s) => Object.entries(s.properties ?? {}).filter(([, f]) => isText(f));
  const places = Object.entries(schema.properties).flatMap(([section, s]) =>
    fields(s).map(([name]) => [section, name]));
  const share = 800000 / places.length / (JSON.stringify(text).length / text.length) / 3;
  const part = text.slice(0, Math.min(text.length, share));
  for (const [section, name] of places) (out[section] ??= {})[name] = part;
  return out;
}

test('no text that a field may hold makes a rule fail, wherever it stands', async () => {
  const all = {
    subject: await subjectData(company),
    algorithm: await algorithmData(company, await product(company)),
  };
  for (const [kind, data] of Object.entries(all)) {
    const { schema } = await form(company, kind);
    for (const text of hard) {
      const body = { kind, action: 'initial', data: filled(schema, data, text) };
      const { json } = is(await company.post('/check', body), 200);
      const words = `${kind}, ${text.slice(0, 8)}: ${json.verdict}`;
      assert.equal(json.verdict, 'not_acceptable', words);
      assert.deepEqual(json.findings.filter((f) => f.fault), [], words);
    }
  }
});

test('a candidate that never ends is ended by its steps, and others are served meanwhile',
  async () => {
    const editor = await staff(instance, 'rule_editor');
    for (const text of ['while true do end', 'local n = 0\nwhile true do\nn = n + 1\nend',
      'local t = {}\nrepeat\nt = { t[1] }\nuntil false']) {
      const run = editor.post('/rule-sets/try', { files: { 'checks/endless.lua': text } });
      is(await open.get('/healthz'), 200);
      const { json } = is(await run, 200);
      assert.match(JSON.stringify(json), /步数超过上限/);
      assert.doesNotMatch(JSON.stringify(json), /限定的时间/);
    }
  });
