// Rule sets are switched under a steady load: no request fails, every answer names exactly one set. And how quickly a saved file is live.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, program, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { subjectData } from '../lib/way.mjs';
import { activate, activeSet, command, people, probe, propose, signed } from '../lib/govern.mjs';

const isSlow = program.includes('/san/'); // under the sanitizers everything takes several times as long
const rate = isSlow ? 20 : 200; // requests a second
const switches = isSlow ? 30 : 100;

let governed, watched;
before(async () => {
  [governed, watched] = await Promise.all([Instance.start({ env: { RULES_MODE: 'governed' } }), Instance.start({ rules: 'own' })]);
});
after(async () => {
  await governed?.end();
  await watched?.end();
});

// Requests at a steady rate, whatever becomes of them: a late answer does not hold back the next question.
function load(client, data) {
  const answers = [];
  const bad = [];
  const begun = Date.now();
  const one = async () => {
    const r = await client.post('/check', { kind: 'subject', action: 'initial', data }).catch((e) => ({ status: e.code ?? e.message, text: e.message }));
    if (r.status === 200 && r.json.verdict !== 'needs_human') answers.push(r.json.rule_set);
    else bad.push(`${r.status} ${r.text.slice(0, 200)}`);
  };
  const running = new Set();
  let asked = 0;
  const timer = setInterval(() => {
    for (const due = ((Date.now() - begun) * rate) / 1000; asked < due; asked++) {
      const p = one().finally(() => running.delete(p));
      running.add(p);
    }
  }, 5);
  return async () => {
    clearInterval(timer);
    const seconds = (Date.now() - begun) / 1000;
    await Promise.all(running);
    return { answers, bad, asked, seconds };
  };
}

test(`${switches} switches under ${rate} requests a second: none fails, every answer names exactly one of the sets`, async (t) => {
  const by = await people(governed);
  const open = new Client(governed);
  const data = await subjectData(await register(governed), { own: false });
  const one = (await activeSet(open)).hash;
  const other = await signed(by, probe('switch'));
  const stop = load(open, data);
  for (let n = 0; n < switches / 2; n++) {
    assert.equal((await activate(by, other)).hash, other);
    assert.equal((await activeSet(open)).hash, other);
    assert.equal(is(await by.approver.post('/rule-sets/rollback', { reason: '换回' }), 200).json.hash, one);
    assert.equal((await activeSet(open)).hash, one);
  }
  const { answers, bad, asked, seconds } = await stop();
  t.diagnostic(`${asked} requests in ${seconds.toFixed(1)} s, ${(asked / seconds).toFixed(0)} a second; ${bad.length} failed`);
  assert.deepEqual(bad, []);
  assert.equal(answers.length, asked);
  assert.deepEqual([...new Set(answers)].sort(), [one, other].sort());
  assert.ok(asked / seconds > rate * 0.8, 'the load was there');
  const kinds = is(await by.auditor.get(`/rule-sets/${other}`), 200).json.activations;
  assert.equal(kinds.length, switches / 2);
});

test('in watch mode nobody signs and nobody activates by hand, but a set may be proposed and tried', async () => {
  const by = await people(watched);
  const hash = await propose(by, probe('proposed'));
  assert.equal(is(await by.editor.post(`/rule-sets/${hash}/test`), 200).json.is_passed, true);
  isProblem(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: '0'.repeat(64) }), 409, 'rules_watched');
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`), 409, 'rules_watched');
  isProblem(await by.approver.post(`/rule-sets/${hash}/activate`, { emergency: { reason: '急', ends_at: '2099-01-01T00:00:00Z' } }), 409, 'rules_watched');
  assert.match(command(watched, 'rule_approver', ['publish', hash]).words, /监视/);
});

test('a saved file is live in well under a second, cases included', async (t) => {
  const open = new Client(watched);
  const data = await subjectData(await register(watched), { own: false });
  const path = join(watched.rules, 'checks/website.lua');
  const text = await readFile(path, 'utf8');
  const took = [];
  for (let n = 0; n < 5; n++) {
    const was = (await activeSet(open)).hash;
    const begun = performance.now();
    await writeFile(path, `${text}-- 第 ${n} 次\n`);
    await until('a decision under the saved set', async () => is(await open.post('/check', { kind: 'subject', action: 'initial', data }), 200).json.rule_set !== was, { every: 5 });
    took.push(performance.now() - begun);
  }
  t.diagnostic(`from saving to the first decision under it: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  const row = is(await (await people(watched)).editor.get('/rule-sets?limit=1'), 200).json.items[0];
  assert.deepEqual([row.state, row.origin, row.added_by, row.test.is_passed], ['active', 'folder', null, true]);
  assert.ok(row.title, 'its declarations are kept');
});

test('in watch mode a rollback holds until the folder holds something else, over a restart too', async () => {
  let by = await people(watched);
  const now = await activeSet(by.editor);
  const back = is(await by.approver.post('/rule-sets/rollback', { reason: '坏了' }), 200).json;
  assert.notEqual(back.hash, now.hash);
  const still = async (words) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await activeSet(by.editor)).hash, back.hash, words);
  };
  await still('the clerk leaves it');
  const path = join(watched.rules, 'checks/website.lua');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text);
  await still('the same again is no change');
  const told = (await activeSet(by.editor)).refused;
  assert.match(told.message, /回退/);
  await watched.stop();
  await watched.up();
  by = await people(watched);
  await still('nor does a restart bring it back');
  await writeFile(path, `${text}-- 修好了\n`);
  await until('an edit is live', async () => ![back.hash, now.hash].includes((await activeSet(by.editor)).hash));
  assert.equal((await activeSet(by.editor)).kind, 'watch');
});
