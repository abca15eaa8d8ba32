// Rule sets are switched under a steady load: no request fails, and every answer names exactly one
// set. A saved file is live at once.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Instance, isLong, program, root, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { check, subjectData } from '../lib/way.mjs';
import {
  activate, activeSet, clerkLooks, command, people, probe, propose, signed,
} from '../lib/govern.mjs';

// Under the sanitizers everything takes several times as long.
const isSlow = program.includes('/san/');
const rate = isSlow ? 20 : isLong ? 200 : 50; // requests a second
const switches = isSlow || !isLong ? 12 : 100;

let governed, watched;
before(async () => {
  [governed, watched] = await Promise.all([
    Instance.start({ env: { RULES_MODE: 'governed' } }), Instance.start({ rules: 'own' }),
  ]);
});
after(async () => {
  await governed?.end();
  await watched?.end();
});

// Asks at a steady rate, whatever becomes of it: a late answer does not hold back the next
// question.
function load(client, data) {
  const answers = [];
  const bad = [];
  const begun = Date.now();
  const one = async () => {
    const broken = (e) => ({ status: e.code ?? e.message, text: e.message });
    const body = { kind: 'subject', action: 'initial', data };
    const r = await client.post('/check', body).catch(broken);
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

test(`${switches} switches at ${rate} requests a second: each answer names one set`, async (t) => {
  const by = await people(governed);
  const open = new Client(governed);
  const data = await subjectData(await register(governed), { own: false });
  const one = (await activeSet(open)).hash;
  const other = await signed(by, probe('switch'));
  const stop = load(open, data);
  for (let n = 0; n < switches / 2; n++) {
    assert.equal((await activate(by, other)).hash, other);
    assert.equal((await activeSet(open)).hash, other);
    const back = await by.approver.post('/rule-sets/rollback', { reason: '换回' });
    assert.equal(is(back, 200).json.hash, one);
    assert.equal((await activeSet(open)).hash, one);
  }
  const { answers, bad, asked, seconds } = await stop();
  t.diagnostic(`${asked} requests in ${seconds.toFixed(1)} s; ${bad.length} failed`);
  assert.deepEqual(bad, []);
  assert.equal(answers.length, asked);
  assert.deepEqual([...new Set(answers)].sort(), [one, other].sort());
  assert.ok(asked / seconds > rate * 0.8, 'the load was there');
  const kinds = is(await by.auditor.get(`/rule-sets/${other}`), 200).json.activations;
  assert.equal(kinds.length, switches / 2);
});

test('in watch mode a set may be proposed and tried, but not signed or activated', async () => {
  const by = await people(watched);
  const hash = await propose(by, probe('proposed'));
  assert.equal(is(await by.editor.post(`/rule-sets/${hash}/test`), 200).json.is_passed, true);
  const refused = async (verb, body) =>
    isProblem(await by.approver.post(`/rule-sets/${hash}/${verb}`, body), 409, 'rules_watched');
  await refused('approve', { report_hash: '0'.repeat(64) });
  await refused('activate');
  await refused('activate', { emergency: { reason: '急', ends_at: '2099-01-01T00:00:00Z' } });
  assert.match(command(watched, 'rule_approver', ['publish', hash]).words, /监视/);
});

// How long a process of its own takes to load the folder and run its cases.
async function casesTook(rules) {
  const begun = performance.now();
  await promisify(execFile)(program, ['rules', 'test', rules], { cwd: root });
  return performance.now() - begun;
}

test('a saved file is live little later than its cases have run', async (t) => {
  const open = new Client(watched);
  const data = await subjectData(await register(watched), { own: false });
  const path = join(watched.rules, 'checks/website.lua');
  const text = await readFile(path, 'utf8');
  const took = [];
  for (let n = 0; n < 5; n++) {
    const was = (await activeSet(open)).hash;
    const cases = await casesTook(watched.rules);
    const begun = performance.now();
    await writeFile(path, `${text}-- 第 ${n} 次\n`);
    const isLive = async () => (await check(open, 'subject', data)).rule_set !== was;
    await until('a decision under the saved set', isLive, { every: 5 });
    took.push((performance.now() - begun) / cases);
  }
  const said = took.map((n) => n.toFixed(1)).join(', ');
  t.diagnostic(`from saving to the first decision under it: ${said} times the cases alone`);
  // The machine may have other work: the best of five counts.
  assert.ok(Math.min(...took) < 4, said);
  const { editor } = await people(watched);
  const [row] = is(await editor.get('/rule-sets?limit=1'), 200).json.items;
  const told = [row.state, row.origin, row.added_by, row.test.is_passed];
  assert.deepEqual(told, ['active', 'folder', null, true]);
  assert.ok(row.title, 'its declarations are kept');
});

test('in watch mode a rollback holds until the folder holds something else', async () => {
  let by = await people(watched);
  const now = await activeSet(by.editor);
  const back = is(await by.approver.post('/rule-sets/rollback', { reason: '坏了' }), 200).json;
  assert.notEqual(back.hash, now.hash);
  const holds = async (words) => {
    await clerkLooks(watched);
    assert.equal((await activeSet(by.editor)).hash, back.hash, words);
  };
  await holds('the clerk leaves it');
  const path = join(watched.rules, 'checks/website.lua');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text);
  await holds('the same again is no change');
  assert.match((await activeSet(by.editor)).refused.message, /回退/);
  await watched.stop();
  await watched.up();
  by = await people(watched);
  await holds('nor does a restart bring it back');
  await writeFile(path, `${text}-- 修好了\n`);
  const isEdited = async () => ![back.hash, now.hash].includes((await activeSet(by.editor)).hash);
  await watched.until('the edit is live', isEdited);
  assert.equal((await activeSet(by.editor)).kind, 'watch');
});
