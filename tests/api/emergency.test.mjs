// Emergency activations: one signature, for a time, marked; what ends them and what makes them stay.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { subjectData } from '../lib/way.mjs';
import { activate, activeSet, approve, emergency, passes, people, probe, propose, replay, soon } from '../lib/govern.mjs';

let instance, open, by, data;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  open = new Client(instance);
  by = await people(instance);
  data = await subjectData(await register(instance), { own: false });
});
after(() => instance?.end());

const active = () => activeSet(by.editor);
const get = async (hash) => is(await by.editor.get(`/rule-sets/${hash}`), 200).json;
const check = async () => is(await open.post('/check', { kind: 'subject', action: 'initial', data }), 200).json;

for (const [what, more, code] of [
  ['without a reason', { reason: '' }, 'members_invalid'],
  ['with a blank reason', { reason: ' ' }, 'reason_missing'],
  ['with an end that is no time', { ends_at: 'morgen' }, 'ends_at_invalid'],
  ['with an end in the past', { ends_at: '2020-01-01T00:00:00+08:00' }, 'ends_at_invalid'],
  ['of more than seven days', { ends_at: '2199-01-01T00:00:00+08:00' }, 'ends_at_invalid'],
]) {
  test(`an emergency activation ${what} is refused`, async () => {
    const was = (await active()).hash;
    const hash = await propose(by, probe('refused'));
    isProblem(await emergency(by, hash, more), 422, code);
    assert.equal((await active()).hash, was);
  });
}

test('an emergency needs one signature, is marked, and reverts by itself at its end', async () => {
  const was = (await active()).hash;
  const hash = await propose(by, probe('urgent'));
  const ends_at = soon(5000);
  const r = is(await emergency(by, hash, { ends_at }), 200).json;
  assert.deepEqual([r.hash, r.kind, r.reason, r.by.username], [hash, 'emergency', '紧急', instance.credentials.rule_approver.username]);
  const now = await active();
  assert.deepEqual([now.hash, now.kind], [hash, 'emergency']);
  assert.equal(Math.floor(Date.parse(now.ends_at) / 1000), Math.floor(Date.parse(ends_at) / 1000));
  isProblem(await emergency(by, hash), 409, 'already_active');
  await until('the emergency is over', async () => (await active()).hash === was);
  assert.ok(Date.now() >= Date.parse(ends_at), 'not before its end');
  assert.equal((await active()).kind, 'revert');
  await until('every worker has reverted', async () => (await Promise.all(Array.from({ length: 8 }, () => check()))).every((x) => x.rule_set === was));
  assert.deepEqual((await get(hash)).activations.map((x) => x.kind), ['emergency']);
});

test('an emergency that is signed by a second one while it lasts becomes permanent', async () => {
  const hash = await propose(by, probe('kept'));
  const ends_at = soon(20000);
  is(await emergency(by, hash, { ends_at }), 200);
  await passes(by, hash);
  await approve(by, hash, await replay(by, hash));
  await activate(by, hash);
  const now = await active();
  assert.deepEqual([now.hash, now.kind, now.ends_at], [hash, 'approved', null]);
});

test('an emergency is ended by another activation and then does not revert', async () => {
  const was = (await active()).hash;
  const hash = await propose(by, probe('short'));
  const ends_at = soon(5000);
  is(await emergency(by, hash, { ends_at }), 200);
  assert.equal(is(await by.approver.post('/rule-sets/rollback', { reason: '不急了' }), 200).json.hash, was);
  await new Promise((resolve) => setTimeout(resolve, Date.parse(ends_at) + 1000 - Date.now()));
  assert.deepEqual([(await active()).hash, (await active()).kind], [was, 'rollback']);
});

test('an emergency whose end passed while the pool was down reverts at the next start', async () => {
  const was = (await active()).hash;
  const hash = await propose(by, probe('asleep'));
  const ends_at = soon(5000);
  is(await emergency(by, hash, { ends_at }), 200);
  await instance.stop();
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(ends_at) - Date.now())));
  await instance.up();
  by = await people(instance);
  await until('it has reverted', async () => (await active()).kind === 'revert' && (await check()).rule_set === was);
});
