// What a reviewer has before them to decide, what is written meanwhile, and what comes next.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, renamed, reviewers, save, subjectData, submit,
  submittedAlgorithm, taskOf,
} from '../lib/way.mjs';
import { register } from '../lib/client.mjs';

let instance, by, company, admin;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const desk = async (who, id) => is(await who.get(`/review/tasks/${id}`), 200).json;
const claim = async (who, id) => is(await who.post(`/review/tasks/${id}/claim`), 200);
const write = (who, id, json) => who.put(`/review/tasks/${id}/draft`, json);
const reviewer = (more) => makeStaff(admin, { roles: ['preliminary_reviewer'], ...more });

test('one request answers what a dozen did', async () => {
  const filing = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, filing.id);
  const d = await desk(by.preliminary, task.id);
  const whole = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  const version = is(await by.preliminary.get(`/filings/${filing.id}/versions/1`), 200).json;
  assert.deepEqual(d.task, task);
  assert.deepEqual(d.version.data, version.data);
  assert.deepEqual(d.products, version.products);
  assert.deepEqual(d.coverage, version.coverage);
  assert.equal(d.version.promise, version.promise);
  assert.deepEqual(d.judgement.findings, whole.findings);
  assert.deepEqual(d.judgement.derived, whole.derived);
  assert.equal(d.form.rule_set, whole.rule_set);
  assert.deepEqual(d.moves, whole.moves);
  assert.equal(d.filing.state_label, '待审核');
  assert.deepEqual([d.diff, d.reasons_before, d.draft], [[], [], null]);
  assert.equal(d.subject.filing, company.subject.id);
  assert.equal(d.subject.state_label, '资质初审通过');
  for (const [id, file] of Object.entries(d.attachments)) {
    assert.ok(JSON.stringify(d.version.data).includes(id));
    assert.ok(file.filename && file.size_bytes > 0 && file.sha256.length === 64);
    is(await by.preliminary.call('HEAD', `/attachments/${id}`), 200);
  }
  const ids = d.checklist.map((x) => x.id);
  assert.ok(ids.includes('class') && !ids.includes('identity'), 'of this kind only');
});

test('a desk is of its stage, its scope and no own organization', async () => {
  const organization = (await company.get('/session')).json.organization.id;
  const filing = await submittedAlgorithm(company);
  const { id } = await taskOf(by.preliminary, filing.id);
  isProblem(await by.final.get(`/review/tasks/${id}`), 403, 'role_required');
  const elsewhere = await reviewer({ scope: [{ area: '65' }] });
  isProblem(await elsewhere.get(`/review/tasks/${id}`), 404, 'not_found');
  const insider = await reviewer({ organization });
  isProblem(await insider.get(`/review/tasks/${id}`), 403, 'own_organization');
  for (const who of [company, admin])
    isProblem(await who.get(`/review/tasks/${id}`), 403, 'role_required');
});

test('who may not read the subject filing is not shown it beside another', async () => {
  const filing = await submittedAlgorithm(company);
  const { class: code } = await taskOf(by.preliminary, filing.id);
  const narrow = await reviewer({ scope: [{ area: '', class: code }] });
  isProblem(await narrow.get(`/filings/${company.subject.id}`), 404, 'not_found');
  const { id } = await taskOf(narrow, filing.id);
  const answer = await narrow.get(`/review/tasks/${id}`);
  assert.equal(is(answer, 200).json.subject, null);
  const known = is(await by.preliminary.get(`/filings/${company.subject.id}`), 200).json;
  const { credit_code: secret } = known.data.basic;
  assert.ok(!secret || !answer.text.includes(secret), 'nothing of it leaks');
});

test('a version that comes back is shown with what was asked and changed', async () => {
  const filing = await submittedAlgorithm(company);
  const reasons = [
    { path: '/basic/name', reason: '名称不实', suggestion: '改为实际名称' },
    { path: '/service', reason: '写明服务', suggestion: '补充' },
  ];
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  const open = await company.get(`/filings/${filing.id}`);
  const name = `改名${unique()}`, was = open.json.data.basic.name;
  const data = await renamed(company, open.json.data, name);
  const saved = await save(company, { id: filing.id, etag: open.headers.etag }, data);
  is(await submit(company, saved), 200);

  const { id } = await taskOf(by.preliminary, filing.id);
  const d = await desk(by.preliminary, id);
  assert.equal(d.task.round, 2);
  const [first, second] = d.reasons_before;
  assert.deepEqual(
    [first.path, first.value_then, first.value_now, first.changed, first.suggestion],
    ['/basic/name', was, name, true, '改为实际名称']);
  assert.match(first.field_label, /算法名称/);
  assert.match(first.event_at, /\+08:00$/);
  assert.deepEqual([second.changed, second.field_label], [false, null]);
  assert.ok(second.section_label);
  const row = d.diff.find((x) => x.path === '/basic/name');
  assert.deepEqual([row.before, row.after, row.kind, row.by_reason], [was, name, 'changed', true]);
  assert.ok(d.diff.every((x) => x.field_label && x.section_label));

  // What is typed after a return is not what is reviewed.
  await decide(by.preliminary, filing.id);
  const final = await taskOf(by.final, filing.id);
  assert.deepEqual((await desk(by.final, final.id)).diff, d.diff);
});

test('what is written before a decision is kept until then, for its author alone', async () => {
  const filing = await submittedAlgorithm(company);
  const { id } = await taskOf(by.preliminary, filing.id);
  const note = { reasons: [{ path: '/basic', reason: '' }], note: '先看', checked: ['class'] };
  isProblem(await write(by.preliminary, id, note), 409, 'not_claimed');
  await claim(by.preliminary, id);
  is(await write(by.preliminary, id, note), 204);
  const { saved_at: at, ...kept } = (await desk(by.preliminary, id)).draft;
  assert.deepEqual(kept, note);
  assert.match(at, /\+08:00$/);
  const other = await reviewer();
  assert.equal((await desk(other, id)).draft, null);
  isProblem(await write(other, id, note), 409, 'claimed_by_other');
  is(await write(by.preliminary, id, {}), 204);
  assert.deepEqual(Object.keys((await desk(by.preliminary, id)).draft), ['saved_at']);

  is(await by.preliminary.post(`/review/tasks/${id}/release`), 200);
  await claim(other, id);
  is(await write(other, id, { outcome: 'pass' }), 204);
  assert.equal((await desk(by.preliminary, id)).draft, null);
  is(await other.post(`/review/tasks/${id}/decision`, { outcome: 'pass' }), 200);
  assert.equal((await desk(other, id)).draft, null);
  isProblem(await write(other, id, {}), 409, 'already_decided');
});

test('a draft goes with a task that a withdrawal or a return takes away', async () => {
  const filing = await submittedAlgorithm(company);
  const { id } = await taskOf(by.preliminary, filing.id);
  await claim(by.preliminary, id);
  is(await write(by.preliminary, id, { note: '半句' }), 204);
  is(await by.preliminary.post(`/review/tasks/${id}/release`), 200);
  is(await company.post(`/filings/${filing.id}/withdraw`), 200);
  isProblem(await by.preliminary.get(`/review/tasks/${id}`), 404, 'not_found');
});

test('a draft of another shape is refused at its place', async () => {
  const filing = await submittedAlgorithm(company);
  const { id } = await taskOf(by.preliminary, filing.id);
  await claim(by.preliminary, id);
  for (const [json, path] of [
    [{ outcome: 'x' }, '/outcome'], [{ checked: [5] }, '/checked/0'], [{ what: 1 }, '/what'],
    [{ reasons: [{ path: 5 }] }, '/reasons/0/path'], [{ note: '长'.repeat(4001) }, '/note'],
    [{ reasons: Array(201).fill({}) }, '/reasons'],
  ]) {
    const p = isProblem(await write(by.preliminary, id, json), 422);
    assert.ok(p.findings.some((f) => f.path === path), `${path}: ${JSON.stringify(p.findings)}`);
  }
});

test('the most urgent task is taken by one press, by one person', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', await subjectData(client));
  is(await submit(client, filing), 200);
  const all = [];
  while (all.length < 4) all.push(await reviewer());
  const urgent = is(await all[0].get('/review/tasks?state=open&limit=1'), 200).json.items[0].id;
  const took = await Promise.all(all.map((who) => who.post('/review/tasks/next')));
  const ids = took.map((r) => is(r, 200).json.task).filter(Boolean);
  assert.ok(ids.includes(urgent), 'the most urgent first');
  assert.equal(new Set(ids).size, ids.length, 'nobody gets what another one has');
  for (const [i, r] of took.entries()) {
    if (r.json.task) assert.equal((await desk(all[i], r.json.task)).task.state, 'claimed');
  }
  const idle = await reviewer({ scope: [{ area: '82' }] });
  assert.deepEqual(is(await idle.post('/review/tasks/next'), 200).json, { task: null });
});
