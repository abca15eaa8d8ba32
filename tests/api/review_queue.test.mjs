// The queue of a reviewer: what may be done, chosen, counted, in words.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, reviewers, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company, admin;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const queue = async (who, query = '') =>
  is(await who.get(`/review/tasks?limit=100${query}`), 200).json;
const filings = (page) => page.items.map((t) => t.filing);
const has = async (who, query, filing) => filings(await queue(who, query)).includes(filing.id);

test('a queue shows what is to be done, and no task whose claim would be refused', async () => {
  const organization = (await company.get('/session')).json.organization.id;
  const both = await makeStaff(admin, { roles: ['preliminary_reviewer', 'final_reviewer'] });
  const insider = await makeStaff(admin, { roles: ['preliminary_reviewer'], organization });
  const filing = await submittedAlgorithm(company);
  assert.ok(await has(both, '', filing));
  assert.ok(!await has(insider, '', filing), 'of the own organization');
  assert.ok(!await has(by.final, '', filing), 'of a stage that is not theirs');
  await decide(both, filing.id);
  assert.ok(!await has(both, '', filing), 'decided by the same person before');
  assert.ok(await has(by.final, '', filing));
  for (const who of [both, insider, by.preliminary, by.final]) {
    const page = await queue(who);
    assert.ok(page.items.every((t) => t.state !== 'done'), 'done work is not shown');
    for (const t of page.items.filter((x) => x.state === 'open')) {
      is(await who.post(`/review/tasks/${t.id}/claim`), 200);
      is(await who.post(`/review/tasks/${t.id}/release`), 200);
    }
  }
});

test('rows say in words what they are about', async () => {
  const filing = await submittedAlgorithm(company);
  const t = await taskOf(by.preliminary, filing.id);
  const whole = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  const count = (severity) => whole.findings.filter((f) => f.severity === severity).length;
  assert.deepEqual(t.findings, {
    error: count('error'), warning: count('warning'), notice: count('notice'),
  });
  assert.equal(t.kind_label, '算法备案');
  assert.equal(t.stage_label, '初审');
  assert.equal(t.state_label, '待领取');
  assert.match(t.class_label, /类$/);
  assert.match(t.area_label, /[市省区]$/);
  assert.equal(t.round, 1);
  assert.match(t.submitted_at, /\+08:00$/);
  for (const name of ['claimed_at', 'claimed_by_name', 'done_at', 'number'])
    assert.equal(t[name], null, name);
  assert.equal(t.organization_name, t.organization.name);
});

test('a queue is chosen by state, by whose it is, by text, kind and class', async () => {
  const name = `检索${unique()}Ab`;
  const filing = await submittedAlgorithm(company, name);
  const named = await makeStaff(admin, {
    roles: ['preliminary_reviewer'], contact_name: '王五', scope: [{ area: '' }],
  });
  const t = await taskOf(named, filing.id);
  for (const q of [name, name.toUpperCase(), t.organization_name]) {
    assert.ok(await has(named, `&q=${encodeURIComponent(q)}`, filing), q);
  }
  assert.deepEqual(filings(await queue(named, `&q=${encodeURIComponent(name)}`)), [filing.id]);
  for (const q of ['%25', '_', "'", '%00x'.slice(3), encodeURIComponent('没有这样的')]) {
    assert.ok(!await has(named, `&q=${q}${unique()}`, filing), 'no wildcards');
  }
  assert.ok(await has(named, '&kind=algorithm', filing));
  assert.ok(!await has(named, '&kind=subject', filing));
  assert.ok(await has(named, `&class=${t.class}`, filing));
  assert.ok(!await has(named, '&class=99', filing));

  assert.ok(!await has(named, '&mine=true', filing));
  is(await named.post(`/review/tasks/${t.id}/claim`), 200);
  assert.deepEqual(filings(await queue(named, '&mine=true')), [filing.id]);
  assert.ok(!await has(named, '&state=open', filing));
  assert.ok(await has(named, '&state=claimed', filing));
  assert.ok(await has(named, '&state=claimed&state=open', filing));
  const mine = (await queue(named, '&mine=true')).items[0];
  assert.equal(mine.claimed_by_name, '王五');
  assert.equal(mine.state_label, '审核中');
  is(await named.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 200);
  assert.deepEqual(filings(await queue(named, '&state=done&mine=true')), [filing.id]);
});

test('states that go ill together, and those that are none, are refused by name', async () => {
  const ask = (query) => by.preliminary.get(`/review/tasks?${query}`);
  for (const query of ['state=done&state=open', 'state=x', 'state=open&state=x', 'mine=yes'])
    isProblem(await ask(query), 400, 'parameter_invalid');
  isProblem(await ask('state=open&state=claimed&state=open'), 400, 'parameter_repeated');
  isProblem(await ask(`q=${encodeURIComponent('长'.repeat(101))}`), 400, 'query_too_long');
});

test('counts say how much waits for who asks, whatever was chosen', async () => {
  const who = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  const filing = await submittedAlgorithm(company);
  const first = (await queue(who)).counts;
  assert.equal(first.open, (await queue(who, '&state=open')).items.length);
  assert.deepEqual([first.mine, first.overdue, first.done], [0, 0, 0]);
  const t = await taskOf(who, filing.id);
  is(await who.post(`/review/tasks/${t.id}/claim`), 200);
  const then = (await queue(who, '&overdue=true')).counts;
  assert.deepEqual([then.open, then.mine], [first.open - 1, 1]);
  const others = (await queue(by.preliminary)).counts;
  assert.equal(others.open, first.open - 1, 'what somebody has taken waits for nobody else');
  is(await who.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 200);
  const last = (await queue(who, '&soon=true')).counts;
  assert.deepEqual([last.mine, last.done], [0, 1]);
});

test('done work comes latest first, page by page', async () => {
  const who = await makeStaff(admin, { roles: ['preliminary_reviewer'] });
  const made = [];
  for (let n = 0; n < 3; n++) {
    const filing = await submittedAlgorithm(company);
    await decide(who, filing.id);
    made.unshift(filing.id);
  }
  const seen = [];
  for (let next = ''; next !== null;) {
    const page = is(await who.get(
      `/review/tasks?state=done&mine=true&limit=2${next && `&cursor=${next}`}`), 200).json;
    seen.push(...filings(page));
    next = page.next;
  }
  assert.deepEqual(seen, made);
});
