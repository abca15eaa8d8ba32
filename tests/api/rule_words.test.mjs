// The differences of a candidate in words, for whoever reads before the lines of its texts.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, unique } from '../lib/client.mjs';
import { activeSet, people, probe, propose } from '../lib/govern.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await people(instance);
});
after(() => instance?.end());

async function textOf(path) {
  const { hash } = await activeSet(by.editor);
  return is(await by.editor.get(`/rule-sets/${hash}/files?path=${path}`), 200).json.text;
}
async function words(files, more) {
  const hash = await propose(by, files, more);
  return is(await by.approver.get(`/rule-sets/${hash}/diff`), 200).json.words;
}
const row = (x) => [x.of, x.what, x.code];

test('a number says from what to what', async () => {
  const told = await words({}, { limits: { name_max: 90 } });
  const one = told.find((x) => x.code === 'limit.name_max');
  assert.equal(one.words, '值由 100 改为 90');
  assert.deepEqual([one.title, one.label, one.file], ['参数', '名称字数上限', 'rules/limits.lua']);
  assert.ok(told.some((x) => x.of === 'field' && /90/.test(x.words)), JSON.stringify(told));
  const days = await words({}, { limits: { review_days: 31 } });
  assert.match(JSON.stringify(days), /长短由 30 .*改为 31 /);
});

test('a rule that is new, one that became severer, one whose file is gone', async () => {
  const word = unique();
  const added = await words(probe(word));
  assert.deepEqual(added.map(row), [['rule', 'added', `probe.${word}`]]);
  const text = await textOf('checks/website.lua');
  const severe = text.replace(/severity = '(\w+)'/, (_, s) =>
    `severity = '${s === 'error' ? 'warning' : 'error'}'`);
  const milder = await words({ 'checks/website.lua': severe });
  assert.match(milder[0].words, /^程度由 \w+ 改为 \w+/);
  const base = await propose(by, probe(word));
  const gone = { [`checks/zz_${word}.lua`]: null, [`cases/zz_${word}.lua`]: null };
  const taken = await words({ ...gone, ...probe(`x${word}`) }, { base });
  assert.deepEqual(taken.map(row), [
    ['rule', 'removed', `probe.${word}`], ['rule', 'added', `probe.x${word}`],
  ]);
});

test('a field that is new is told by its form and its name', async () => {
  const text = await textOf('forms/subject.lua');
  const field = `field {
      name = 'probe', label = '测试字段', help = '测试', type = 'text', max = 20, required = true,
      visibility = 'reviewer', law = '本系统参数', example = '例',
    }, `;
  const at = text.search(/field \{/);
  const told = await words({ 'forms/subject.lua': text.slice(0, at) + field + text.slice(at) });
  const one = told.find((x) => x.of === 'field' && x.what === 'added');
  assert.match(one.label, / › .*测试字段/);
  assert.equal(told.filter((x) => x.code === one.code).length, 1);
});

test('markup and bidi marks in a title are told as they are', async () => {
  const title = '<b>名称\u202e</b>';
  const text = (await textOf('limits.lua')).replace("title = '名称字数上限'", `title = '${title}'`);
  const told = await words({ 'limits.lua': text });
  assert.equal(told.find((x) => x.code === 'limit.name_max').label, title);
});

test('a set without changes to what it declares says nothing', async () => {
  const text = await textOf('limits.lua');
  assert.deepEqual(await words({ 'limits.lua': `${text}-- ${unique()}\n` }), []);
});
