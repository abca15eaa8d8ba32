// A request for an organization that is not the one that is meant: the office redirects it, in one
// act, to the one that has the same credit code.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, makeStaff, register, staff } from '../lib/client.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';
import { ask, codeOf, step } from '../lib/calls/takeover.mjs';

let instance, by, other, auditor, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  other = await makeStaff(admin, { roles: ['final_reviewer'] });
  auditor = await staff(instance, 'auditor');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const read = async (who, id) => is(await who.get(`/takeovers/${id}`), 200).json;
const decide = (who, id, outcome, reason = '相符。') =>
  step(who, id, 'decision', { outcome, reason });
const answered = (owner, id) => step(owner, id, 'answer', { reason: '本人仍在职。' });
const meOf = async (who) => is(await who.get('/session'), 200).json;
const again = (who) => new Client(instance).login(who.username, who.password);
const toldOf = (who, id) => until(`${who.username} is told`, async () => {
  const { items } = is(await who.get('/notices?limit=100'), 200).json;
  const list = items.filter((x) => x.takeover === id).map((x) => x.code);
  return list.length > 0 && list;
});

test('one for the wrong organization goes on for the right one, and all are told', async () => {
  const [wrong, right] = [await approvedCompany(instance, by, { own: false }),
    await approvedCompany(instance, by, { own: false })];
  const [one, two] = [(await meOf(wrong)).organization.id, (await meOf(right)).organization.id];
  const who = await register(instance);
  let { id } = is(await ask(who, await codeOf(wrong)), 201).json;
  const redirect = (of, organization, officer = by.final, reason = '执照是另一个单位的。') =>
    step(officer, of, 'redirect', { organization, reason });
  // Others of this file have the code, too: until it asks for the wrong one of the two.
  if (!(await read(by.final, id)).holders.some((x) => x.id === one && x.is_asked))
    id = is(await redirect(id, one), 200).json.redirected_to;
  const before = await read(by.final, id);
  assert.ok(before.steps.some((x) => x.step === 'redirect'));
  is(await step(wrong, id, 'answer', { reason: '不是本单位。' }), 200);

  hasFinding(isProblem(await redirect(id, one), 422, 'takeover_invalid'), '/organization');
  const far = (await meOf(company)).organization.id;
  hasFinding(isProblem(await redirect(id, far), 422, 'takeover_invalid'), '/organization');
  const done = is(await redirect(id, two), 200).json;
  assert.deepEqual([done.state, done.state_label, done.steps, done.decision],
    ['declined', '已改转', [], '执照是另一个单位的。']);
  const next = done.redirected_to;
  for (const late of [await redirect(id, two), await decide(by.final, id, 'grant')])
    assert.match(isProblem(late, 409, 'state_conflict').detail, /已改转/);

  const [mine, office] = [await read(who, next), await read(by.final, next)];
  assert.deepEqual([mine.state, mine.redirected_from, mine.reason, mine.answer],
    ['waiting', id, before.reason, null]);
  assert.deepEqual(office.documents, before.documents, 'the evidence goes along');
  assert.deepEqual(office.answer_documents, []);
  assert.deepEqual(office.holders.filter((x) => x.is_asked).map((x) => x.id), [two]);
  assert.deepEqual([(await read(right, next)).side, (await read(wrong, id)).redirected_to],
    ['owner', null], 'the wrong one does not learn which is right');
  isProblem(await wrong.get(`/takeovers/${next}`), 404, 'not_found');

  assert.deepEqual(await toldOf(who, id), ['takeover_redirected']);
  assert.ok((await toldOf(wrong, id)).includes('takeover_not_meant'));
  assert.deepEqual(await toldOf(right, next), ['takeover_asked']);
  for (const object of [id, next]) {
    const lines = is(await auditor.get(`/audit?object=${object}`), 200).json.items;
    assert.ok(lines.some((x) => x.action === 'takeover.redirect'), object);
  }

  isProblem(await step(by.final, next, 'decision',
    { outcome: 'grant', reason: '相符。', organization: two }), 409, 'answer_awaited');
  is(await answered(right, next), 200);
  is(await step(by.final, next, 'decision',
    { outcome: 'grant', reason: '相符。', organization: two }), 200);
  assert.deepEqual([(await meOf(await again(who))).organization.id, (await meOf(wrong)).member],
    [two, 'owner']);
});

test('of two who redirect at once one does, and nobody asks twice for the same', async () => {
  const [one, two] = [await approvedCompany(instance, by, { own: false }),
    await approvedCompany(instance, by, { own: false })];
  const who = await register(instance);
  const { id } = is(await ask(who, await codeOf(one)), 201).json;
  const { holders } = await read(by.final, id);
  const first = holders.filter((x) => !x.is_asked).at(-1).id; // asked for last, by itself
  const redirect = (officer, of, organization) =>
    step(officer, of, 'redirect', { organization, reason: '认错了。' });
  const both = await Promise.all([redirect(by.final, id, first), redirect(other, id, first)]);
  assert.deepEqual(both.map((x) => x.status).sort(), [200, 409]);
  const { items } = is(await who.get('/takeovers'), 200).json;
  assert.deepEqual(items.map((x) => x.state).sort(), ['declined', 'waiting']);

  const asksAgain = is(await ask(who, await codeOf(two)), 201).json;
  const stands = (await read(by.final, asksAgain.id)).holders.find((x) => x.is_asked).id;
  assert.notEqual(stands, first);
  isProblem(await redirect(by.final, asksAgain.id, first), 409, 'takeover_waiting');
  assert.equal((await read(who, asksAgain.id)).state, 'waiting', 'nothing of it is stored');
});
