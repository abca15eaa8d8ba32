// What a filing says of its clocks, of why it came back, and of what may be done with it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Instance, filesBelow, root } from '../lib/instance.mjs';
import { ifMatch, is, makeStaff, staff } from '../lib/client.mjs';
import { emergency, people, propose } from '../lib/govern.mjs';
import {
  approvedCompany, decide, reviewers, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company;
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const read = async (client, id) => is(await client.get(`/filings/${id}`), 200).json;
const clock = (filing, name) => filing.deadlines.find((d) => d.name === name);
const asked = (filing) =>
  filing.reasons.map(({ path, reason, suggestion }) => ({ path, reason, suggestion }));
const moves = async (client, id) => (await read(client, id)).moves.map((m) => m.on);
const reasons = [
  { path: '/basic/name', reason: '名称与报告不一致', suggestion: '请改为一致' },
  { path: '', reason: '请通读全文', suggestion: '请核对错别字' },
];

test('a filing shows its clocks from the submit on, and a return stops the review', async () => {
  const filing = await submittedAlgorithm(company);
  const now = await read(company, filing.id);
  assert.equal(now.state_label, '待审核');
  const said = filing.decision.deadlines.find((d) => d.name === 'review');
  assert.deepEqual(clock(now, 'review'), {
    name: 'review', label: '算法备案审核', from: said.from, days: 30, unit: 'workday',
    due_on: said.due_on, provisional: said.provisional, state: 'running', left: said.left,
    waited: 0, credited: 0, credit_label: null,
  });
  assert.equal(clock(now, 'first_filing')?.left ?? null, null);

  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  const back = await read(company, filing.id);
  assert.equal(back.state_label, '退回补正');
  assert.deepEqual(asked(back), reasons);
  const paused = clock(back, 'review');
  assert.deepEqual([paused.state, paused.due_on, paused.left], ['paused', null, null]);

  is(await submit(company, back), 200);
  const again = await read(company, filing.id);
  assert.equal(clock(again, 'review').state, 'running');
  assert.deepEqual(asked(again), reasons, 'a reviewer of the next version sees what was asked');
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  assert.equal(clock(await read(company, filing.id), 'review').state, 'met');
});

test('a draft shows the clock of first filing from the day that it states on', async () => {
  const own = await approvedCompany(instance, by);
  const { id } = is(await own.post('/filings', { kind: 'algorithm', action: 'initial' }), 201).json;
  const save = async (basic) => {
    const { etag } = is(await own.get(`/filings/${id}`), 200).headers;
    is(await own.put(`/filings/${id}`, { data: { basic } }, ifMatch(etag)), 200);
    return clock(await read(own, id), 'first_filing');
  };
  assert.equal(await save({ name: '草稿算法' }), undefined);
  const runs = await save({ name: '草稿算法', online_on: '2025-03-03' });
  assert.deepEqual([runs.from, runs.due_on, runs.days], ['2025-03-03', '2025-03-17', 10]);
  assert.equal(await save({ name: '草稿算法' }), undefined);
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  const now = await save({ name: '草稿算法', online_on: today });
  assert.deepEqual([now.from, now.state, now.left], [today, 'running', 10]);
  assert.deepEqual(is(await own.get('/home'), 200).json.deadlines.map((d) => [d.filing, d.name]),
    [[id, 'first_filing']]);
  is(await own.del(`/filings/${id}`), 204);
  assert.deepEqual(is(await own.get('/home'), 200).json.deadlines, []);
});

test('open clocks of an organization are listed by day, page by page, and no others', async () => {
  const own = await approvedCompany(instance, by);
  const filings = [await submittedAlgorithm(own), await submittedAlgorithm(own)];
  const page = async (query) => is(await own.get(`/deadlines${query}`), 200).json;
  const { items, next } = await page('');
  assert.equal(next, null);
  assert.deepEqual(items.map((d) => d.filing).sort(), filings.map((f) => f.id).sort());
  for (const d of items) {
    assert.deepEqual([d.name, d.kind, d.filing_state, d.filing_state_label, d.state],
      ['review', 'algorithm', 'submitted', '待审核', 'running']);
    assert.ok(d.left > 0);
  }
  const first = await page('?limit=1');
  const second = await page(`?limit=1&cursor=${first.next}`);
  assert.deepEqual([...first.items, ...second.items], items);
  assert.equal(second.next, null);
  is(await own.post(`/filings/${filings[0].id}/withdraw`, {}), 200);
  assert.deepEqual((await page('')).items.map((d) => d.filing), [filings[1].id]);
});

test('moves are what whoever asks may do now', async () => {
  const { id } = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, id);
  assert.deepEqual(await moves(company, id), ['withdraw']);
  assert.deepEqual(await moves(by.preliminary, id), ['claim']);
  assert.deepEqual(await moves(by.final, id), [], 'it is not their stage');
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  assert.deepEqual(await moves(company, id), []);
  assert.deepEqual((await read(by.preliminary, id)).moves, [
    { on: 'release', label: '退回任务', verb: 'release' },
    { on: 'pass', label: '通过', verb: 'pass' },
    { on: 'return', label: '退回补正', verb: 'return' },
    { on: 'refuse', label: '不予备案', verb: 'refuse' },
  ]);
  is(await by.preliminary.post(`/review/tasks/${task.id}/decision`, { outcome: 'pass' }), 200);
  assert.deepEqual(await moves(by.preliminary, id), [], 'each stage is another person');
  assert.deepEqual(await moves(by.final, id), ['claim']);
});

test('reviewers see what the rules noticed and derived', async () => {
  const filing = await submittedAlgorithm(company);
  const seen = await read(by.preliminary, filing.id);
  assert.deepEqual(seen.findings, filing.decision.findings);
  assert.deepEqual(seen.derived, filing.decision.derived);
  const own = await read(company, filing.id);
  assert.ok(!('findings' in own) && !('derived' in own));
});

test('work that is done has no days left', async () => {
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id);
  let done;
  for (let at = ''; !done; ) {
    const page = is(await by.preliminary.get(`/review/tasks?state=done&limit=100${at}`), 200).json;
    done = page.items.find((t) => t.filing === filing.id);
    assert.ok(done || page.next);
    at = `&cursor=${page.next}`;
  }
  assert.equal(done.days_left, null);
  assert.ok(done.due_on);
});

const clocksOf = async (client, id) => Object.fromEntries((await read(client, id)).deadlines
  .map((d) => [d.name, [d.state, d.due_on]]));

test('a clock that stands still by a claim goes on when its holder is disabled', async () => {
  const files = { 'local/deadlines.resting.lua': `deadline {
  name = 'resting', title = '待领取', law = '本系统参数', kinds = { 'algorithm' }, days = 9,
  paused = { 'preliminary_review' }, reads = { 'filing.submitted_on' },
  from = function(facts) return facts.filing.submitted_on end,
  done = function() return nil end,
}
` };
  const governors = await people(instance);
  is(await emergency(governors, await propose(governors, files)), 200);
  const { id } = await submittedAlgorithm(company);
  const before = (await clocksOf(company, id)).resting;
  assert.equal(before[0], 'running');

  const admin = await staff(instance, 'system_admin');
  const gone = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  is(await gone.post(`/review/tasks/${(await taskOf(gone, id)).id}/claim`), 200);
  assert.deepEqual((await clocksOf(company, id)).resting, ['paused', null]);

  is(await admin.call('PATCH', `/staff/${gone.id}`, { json: { disabled: true } }), 200);
  const now = await read(company, id);
  assert.equal(now.state, 'submitted');
  const after = (await clocksOf(company, id)).resting;
  assert.equal(after[0], 'running');
  assert.ok(after[1] >= before[1], 'what stood still is added');
  const listed = is(await company.get('/deadlines?limit=100'), 200).json.items;
  const own = listed.find((d) => d.filing === id && d.name === 'resting');
  assert.deepEqual([own.state, own.due_on], after);
});

test('what a clock does not count is told, with what for', async () => {
  const files = { 'local/deadlines.easy.lua': `deadline {
  name = 'easy', title = '宽限', law = '本系统参数', kinds = { 'algorithm' }, days = 4,
  reads = { 'filing.submitted_on' },
  from = function(facts) return facts.filing.submitted_on end,
  done = function() return nil end,
  credit = {
    title = '试验', spans = function(facts)
      local on = facts.filing.submitted_on
      return { { from = on, to = day_text(day_number(on) + 13) } }
    end,
  },
}
` };
  const governors = await people(instance);
  is(await emergency(governors, await propose(governors, files)), 200);
  const filing = await submittedAlgorithm(company);
  const said = filing.decision.deadlines.find((d) => d.name === 'easy');
  const own = clock(await read(company, filing.id), 'easy');
  assert.ok(own.credited > 0);
  assert.deepEqual([own.waited, own.credit_label], [own.credited, '试验']);
  assert.deepEqual([said.waited, said.credited, said.due_on],
    [own.credited, own.credited, own.due_on]);
  assert.deepEqual(said.credit.map((x) => x.from), [said.from]);
  const at = `/calendar/deadline?from=${own.from}&days=${own.days + own.credited}`;
  assert.equal(is(await company.get(at), 200).json.due_on, own.due_on, 'so many days later');
  const listed = is(await company.get('/deadlines?limit=100'), 200).json.items;
  const same = listed.find((d) => d.filing === filing.id && d.name === 'easy');
  assert.deepEqual([same.waited, same.credited, same.credit_label],
    [own.waited, own.credited, own.credit_label]);
});

test('a set that takes a stage away takes its clock along, and the review goes on', async () => {
  const env = { RULES_MODE: 'governed', RULES_LOCAL: join(root, 'rules/examples/third_stage') };
  const other = await Instance.start({ env });
  try {
    const reviewing = await reviewers(other);
    const filer = await approvedCompany(other, reviewing);
    const { id } = await submittedAlgorithm(filer);
    const [, reviewDue] = (await clocksOf(filer, id)).review;
    await decide(reviewing.preliminary, id);
    assert.equal((await read(filer, id)).state, 'technical_review');
    const there = await clocksOf(filer, id);
    assert.deepEqual(there.review, ['running', reviewDue], 'its day lies ahead of the last stage');
    assert.equal(there.technical_review[0], 'running');

    const governors = await people(other);
    const gone = (await filesBelow(env.RULES_LOCAL)).map((path) => `local/${path}`);
    const without = Object.fromEntries(gone.map((path) => [path, null]));
    without['local/workflow.moved.lua'] = `moved {
  kind = 'algorithm', from = 'technical_review', to = 'final_review', reason = '技术审核取消',
}
`;
    is(await emergency(governors, await propose(governors, without)), 200);
    const stands = await read(filer, id);
    assert.equal(stands.state, 'final_review');
    await other.until('the rules were asked', async () =>
      /about 1 filings that a set moved/.test(await other.logs()));
    const here = await clocksOf(filer, id);
    assert.deepEqual(here.review, ['running', reviewDue]);
    assert.equal(here.technical_review[0], 'met');
    const task = await taskOf(reviewing.final, id);
    assert.deepEqual([task.stage, task.state, task.due_on], ['final', 'open', reviewDue]);
    await decide(reviewing.final, id);
    assert.deepEqual((await clocksOf(filer, id)).review, ['met', reviewDue]);
  } finally {
    await other.end();
  }
});
