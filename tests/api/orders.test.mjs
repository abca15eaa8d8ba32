// The office orders and punishes beside a filing, the organization answers, and each ends once.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { pdf } from '../lib/files.mjs';
import { is, isProblem, hasFinding, makeStaff, staff } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, by, company, other, filing;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  other = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '限期改正算法');
});
after(() => instance?.end());

const DAY = '2099-01-05';
const open = (who, json) => who.post(`/filings/${filing.id}/supervision`, json);
const order = async () =>
  is(await open(by.preliminary, { kind: 'order', text: '没有公示备案编号', due_on: DAY }), 201).json;
const move = (who, { id }, json) => who.post(`/supervision/${id}/moves`, json);
const seen = async (who, { id }) => is(await who.get(`/supervision/${id}`), 200).json;
const history = async () =>
  is(await company.get(`/filings/${filing.id}/history`), 200).json.items.map((e) => e.what_label);

test('an order is issued with a day, answered, confirmed, and stands in the history', async () => {
  const issued = await order();
  assert.deepEqual([issued.state_label, issued.due_on, issued.over], ['待改正', DAY, false]);
  const theirs = await seen(company, issued);
  assert.equal(theirs.steps[0].text, '没有公示备案编号');
  assert.deepEqual(theirs.moves.map((m) => m.on), ['reply', 'ask']);
  const replied = is(await move(company, issued, { on: 'reply', text: '已在首页公示' }), 200).json;
  assert.deepEqual([replied.state, replied.due_on], ['replied', DAY]);
  const met = is(await move(by.final, issued, { on: 'confirm' }), 200).json;
  assert.deepEqual([met.state_label, met.over, met.due_on], ['已改正', true, null]);
  const labels = await history();
  for (const what of ['发出', '答复', '确认已改正'])
    assert.ok(labels.includes(`责令限期改正：${what}`), what);
  const { items } = is(await company.get('/supervision?over=true'), 200).json;
  assert.ok(items.some((x) => x.id === issued.id));
});

test('the organization is told of an order, and goes from there to it', async () => {
  const issued = await order();
  const told = async (who, code) => {
    const { items } = is(await who.get('/notices?limit=100'), 200).json;
    return items.find((x) => x.supervision === issued.id && x.code === code);
  };
  const notice = await instance.until('it is told', () => told(company, 'order_issued'));
  assert.match(notice.text, new RegExp(`请在 ${DAY} 前改正`));
  assert.equal(notice.filing, filing.id);
  is(await move(company, issued, { on: 'reply', text: '已改正的说明' }), 200);
  const answered = await instance.until('the officer is told',
    () => told(by.preliminary, 'order_replied'));
  assert.ok(!JSON.stringify([notice, answered]).includes('已改正的说明'));
  assert.equal(await told(other, 'order_issued'), undefined);
});

const evidence = async (who, name) =>
  is(await who.upload(pdf(), 'application/pdf', name), 201).json.id;

test('an answer has files, which the office downloads on record, and nobody else', async () => {
  const issued = await order();
  const id = await evidence(company, '整改证明.pdf');
  const theirs = await evidence(other, '别人的.pdf');
  const reply = (files) => move(company, issued, { on: 'reply', text: '见附件', files });
  for (const files of [[theirs], [id, id], Array.from({ length: 11 }, () => id)])
    hasFinding(isProblem(await reply(files), 422), '/files');
  isProblem(await by.final.get(`/attachments/${id}`), 404, 'not_found');
  const replied = is(await reply([id]), 200).json;
  assert.deepEqual(replied.steps.at(-1).files.map((f) => [f.id, f.filename]),
    [[id, '整改证明.pdf']]);

  const office = await seen(by.final, issued);
  assert.deepEqual(office.steps.map((s) => s.files.length), [0, 1]);
  is(await by.final.get(`/attachments/${id}`), 200);
  const admin = await staff(instance, 'system_admin');
  const far = await makeStaff(admin, { roles: ['final_reviewer'], scope: [{ area: '65' }] });
  for (const who of [far, other]) isProblem(await who.get(`/attachments/${id}`), 404, 'not_found');
  const auditor = await staff(instance, 'auditor');
  await instance.until('the download is on record', async () => {
    const { items } = is(await auditor.get(`/audit?object=${id}`), 200).json;
    return items.some((x) => x.action === 'attachment.read');
  });
  hasFinding(isProblem(await move(by.final, issued, { on: 'confirm', files: [id] }), 422),
    '/files');
});

test('an extension is asked for, granted or denied, within what is declared', async () => {
  const issued = await order();
  const ask = (due_on) => move(company, issued, { on: 'ask', text: '须更换供应商', due_on });
  const { latest } = (await seen(company, issued)).moves.find((m) => m.on === 'ask');
  assert.equal(latest, '2099-02-04');
  for (const day of [null, DAY, '2099-02-05', '2020-01-01'])
    hasFinding(isProblem(await ask(day), 422), '/due_on');
  const asked = is(await ask('2099-02-04'), 200).json;
  assert.deepEqual([asked.state_label, asked.due_on, asked.steps.at(-1).asked_on],
    ['申请延期，待决定', DAY, '2099-02-04']);
  isProblem(await ask('2099-01-06'), 409, 'state_conflict');
  isProblem(await move(company, issued, { on: 'grant', due_on: '2099-02-04' }), 403);
  const grant = (due_on) => move(by.final, issued, { on: 'grant', due_on });
  hasFinding(isProblem(await grant('2099-02-05'), 422), '/due_on');
  assert.equal(is(await grant('2099-01-20'), 200).json.due_on, '2099-01-20');

  is(await ask('2099-01-21'), 200);
  hasFinding(isProblem(await move(by.final, issued, { on: 'deny' }), 422), '/text');
  const denied = is(await move(by.final, issued, { on: 'deny', text: '理由不足' }), 200).json;
  assert.deepEqual([denied.state, denied.due_on], ['issued', '2099-01-20']);
  const third = isProblem(await ask('2099-01-22'), 422);
  assert.match(hasFinding(third, '/on').message, /最多 2 次/);
  for (const what of ['申请延期', '准予延期', '不予延期'])
    assert.ok((await history()).includes(`责令限期改正：${what}`), what);
});

test('of two who decide an extension at once one is told that it is decided', async () => {
  const issued = await order();
  is(await move(company, issued, { on: 'ask', text: '事由', due_on: '2099-01-10' }), 200);
  const both = await Promise.all([
    move(by.preliminary, issued, { on: 'grant', due_on: '2099-01-10' }),
    move(by.final, issued, { on: 'deny', text: '不同意' })]);
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409]);
});

test('what is out of its state is 409, naming the state and what is possible', async () => {
  const issued = await order();
  const { detail } = isProblem(await move(by.final, issued, { on: 'confirm' }), 409,
    'state_conflict');
  assert.match(detail, /待改正/);
  assert.match(detail, /延长期限/);
  is(await move(by.final, issued, { on: 'lift', text: '发错了' }), 200);
  isProblem(await move(company, issued, { on: 'reply', text: '迟了' }), 409, 'state_conflict');
});

test('an order without words, without a day, with a day that is over is refused', async () => {
  const refused = async (json, at) => {
    const r = await open(by.preliminary, { kind: 'order', text: '事由', due_on: DAY, ...json });
    hasFinding(isProblem(r, 422, 'matter_invalid'), at);
  };
  await refused({ text: '　' }, '/text');
  await refused({ due_on: null }, '/due_on');
  await refused({ due_on: '2020-01-01' }, '/due_on');
  await refused({ type: 'fine' }, '/type');
  isProblem(await open(by.preliminary, { kind: 'complaint', text: '事由' }), 400,
    'matter_kind_unknown');
});

test('an organization answers its own orders, and makes no step of the office', async () => {
  const issued = await order();
  isProblem(await other.get(`/supervision/${issued.id}`), 404, 'not_found');
  isProblem(await move(other, issued, { on: 'reply', text: '不是我' }), 404, 'not_found');
  isProblem(await move(company, issued, { on: 'lift', text: '我撤回' }), 403, 'own_organization');
  isProblem(await move(by.final, issued, { on: 'reply', text: '代答' }), 403, 'role_required');
  isProblem(await open(company, { kind: 'order', text: '事由', due_on: DAY }), 403);
  const { items } = is(await other.get('/supervision'), 200).json;
  assert.deepEqual(items, []);
});

test('a reviewer of another area does not see it', async () => {
  const issued = await order();
  const admin = await staff(instance, 'system_admin');
  const far = await makeStaff(admin, { roles: ['preliminary_reviewer'], scope: [{ area: '65' }] });
  isProblem(await far.get(`/supervision/${issued.id}`), 404, 'not_found');
  assert.deepEqual(is(await far.get('/supervision'), 200).json.items, []);
});

test('a penalty is confirmed by another person, and only then told', async () => {
  const fine = (amount) =>
    open(by.preliminary, { kind: 'penalty', text: '逾期未改正', type: 'fine', amount });
  for (const amount of [9999, 100001, 0])
    hasFinding(isProblem(await fine(amount), 422, 'matter_invalid'), '/amount');
  const warned = await open(by.preliminary,
    { kind: 'penalty', text: '事由', type: 'warning', amount: 10000 });
  hasFinding(isProblem(warned, 422, 'matter_invalid'), '/amount');
  const proposed = is(await fine(10000), 201).json;
  isProblem(await company.get(`/supervision/${proposed.id}`), 404, 'not_found');
  const record = (who) => move(who, proposed, { on: 'record', text: '罚款一万元' });
  isProblem(await record(by.preliminary), 403, 'same_person');
  assert.equal(is(await record(by.final), 200).json.over, true);
  const theirs = await seen(company, proposed);
  assert.deepEqual([theirs.type, theirs.amount], ['fine', 10000]);
  assert.deepEqual(theirs.steps.map((s) => s.event), ['record']);
  assert.ok((await history()).includes('处罚：确认'));
});

test('of two officers who end it at once one is told that it is over', async () => {
  const issued = await order();
  is(await move(company, issued, { on: 'reply', text: '已改' }), 200);
  const both = await Promise.all([
    move(by.preliminary, issued, { on: 'confirm' }),
    move(by.final, issued, { on: 'fail', text: '没有改' }),
  ]);
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409]);
  const lost = both.find((r) => r.status === 409);
  assert.match(isProblem(lost, 409, 'state_conflict').detail, /已改正|未改正/);
  const steps = (await seen(by.final, issued)).steps;
  assert.equal(steps.length, 3);
});

test('one key moves it once', async () => {
  const issued = await order();
  const ask = () => by.final.post(`/supervision/${issued.id}/moves`, {
    on: 'extend', text: '情况复杂', due_on: '2099-02-05',
  }, { headers: { 'Idempotency-Key': `extend-${issued.id}` } });
  assert.equal(is(await ask(), 200).json.due_on, '2099-02-05');
  is(await ask(), 200);
  assert.equal((await seen(by.final, issued)).steps.length, 2);
});
