// Labels and the name of numbers change with the rules; what was issued and published is found as
// it was, and by codes.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, is } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, open, by, company, first;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  first = await publishedAlgorithm(instance, company, by);
});
after(() => instance?.end());

const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
async function edit(...edits) {
  const old = await active();
  for (const [name, from, to] of edits) {
    const file = join(instance.rules, name);
    const text = await readFile(file, 'utf8');
    assert.ok(text.includes(from), `${name} holds ${from}`);
    await writeFile(file, text.replaceAll(from, to));
  }
  await instance.until('the edit is live', async () => (await active()) !== old, { ms: 20000 });
}
const entry = async (text) => is(await open.get(`/register/${encodeURIComponent(text)}`), 200).json;
const found = async (query) =>
  is(await open.get(`/register?${query}`), 200).json.items.map((e) => e.number);

test('the register is filtered by codes, and a class finds what belongs to it', async () => {
  const { algorithm_type: type, algorithm_type_label: label } = await entry(first.number);
  assert.equal(type, 'generation_synthesis');
  assert.equal(label, '生成合成类');
  assert.deepEqual(await found('algorithm_type=generation_synthesis'), [first.number]);
  assert.deepEqual(await found('role=provider'), [first.number]);
  assert.deepEqual(await found('algorithm_type=retrieval_filtering'), []);
  assert.deepEqual(await found(`q=${encodeURIComponent(label)}`), [first.number]);
});

test('an older number is found as it was issued, by digits, under the new name', async () => {
  const digits = first.number.replace(/\D/g, '');
  await edit(
    ['numbering.lua', "prefix = '网信算备'", "prefix = '京算备'"],
    ['numbering.lua', "suffix = '号'", "suffix = '字'"],
  );
  const second = await publishedAlgorithm(instance, company, by);
  assert.match(second.number, /^京算备\d{21}字$/);
  for (const text of [first.number, digits, `京算备${digits}字`, ` 网信算备：${digits} 号`])
    assert.equal((await entry(text)).number, first.number, text);
  assert.equal((await entry(second.number)).number, second.number);
  const both = [second.number, first.number];
  assert.deepEqual(await found('algorithm_type=generation_synthesis'), both);
});

test('a label that is renamed is shown as it is now, beside the same code', async () => {
  const renamed = ["label = '生成合成类'", "label = '生成式合成类'"];
  await edit(['vocabulary.lua', ...renamed], ['cases/numbers.lua', ...renamed]);
  assert.equal((await entry(first.number)).algorithm_type_label, '生成式合成类');
  assert.equal((await found('algorithm_type=generation_synthesis')).length, 2);
});
