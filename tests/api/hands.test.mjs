// Review work from hand to hand: several taken at once, one given to a colleague, one handed over
// to another area, and who has how much of it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import {
  approvedCompany, decide, reviewers, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company, admin, organization;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
  organization = (await company.get('/session')).json.organization.id;
});
after(() => instance?.end());

const colleague = (more) => makeStaff(admin, { roles: ['preliminary_reviewer'], ...more });
async function tasks(n) {
  const list = [];
  for (let i = 0; i < n; i++) {
    const filing = await submittedAlgorithm(company);
    list.push(await taskOf(by.preliminary, filing.id));
  }
  return list;
}
const take = (who, body) => who.post('/review/tasks/claim', body);
const give = (who, id, to, reason = '轮岗') =>
  who.post(`/review/tasks/${id}/reassign`, { to, reason });
const holder = async (id) => (await taskOf(by.preliminary, id)).claimed_by?.id ?? null;

test('two who take the same tasks at once get each once, and are told of the rest', async () => {
  const [one, other] = [await colleague(), await colleague()];
  const list = await tasks(8);
  const ids = list.map((t) => t.id);
  const answers = await Promise.all([take(one, { ids }), take(other, { ids })]);
  const taken = answers.map((a) => is(a, 200).json);
  assert.equal(taken[0].claimed + taken[1].claimed, ids.length);
  for (const [i, id] of ids.entries()) {
    const codes = taken.map((t) => t.items[i].code);
    assert.deepEqual([...codes].sort(), ['already_claimed', null].sort(), id);
    const whose = codes[0] === null ? one : other;
    assert.equal(await holder(list[i].filing), whose.id);
  }
  assert.match(taken.flatMap((t) => t.items).find((x) => x.code).message, /其他人员领取/);
});

test('a batch keeps what could be taken when others could not; a key takes once', async () => {
  const who = await colleague();
  const [a, b] = await tasks(2);
  is(await by.preliminary.post(`/review/tasks/${a.id}/claim`), 200);
  const nothing = '0'.repeat(26);
  const headers = { 'Idempotency-Key': 'batch-1' };
  const body = { ids: [a.id, nothing, b.id, b.id] };
  for (let n = 0; n < 2; n++) {
    const r = is(await who.post('/review/tasks/claim', body, { headers }), 200).json;
    assert.equal(r.claimed, 1);
    const codes = r.items.map((x) => x.code);
    assert.deepEqual(codes, ['already_claimed', 'not_found', null]);
  }
  const history = is(await company.get(`/filings/${b.filing}/history`), 200).json.items;
  assert.equal(history.filter((e) => e.what === 'claim').length, 1);
  isProblem(await take(who, { ids: [b.id], next: 1 }), 400, 'command_incomplete');
  isProblem(await take(who, { ids: Array(51).fill(b.id) }), 422);
});

test('the most urgent are taken without naming them', async () => {
  const who = await colleague();
  await tasks(2);
  const first = is(await who.get('/review/tasks?state=open&limit=2'), 200).json.items;
  const r = is(await take(who, { next: 2 }), 200).json;
  assert.deepEqual(r.items.map((x) => x.id), first.map((t) => t.id));
  assert.equal(r.claimed, 2);
});

test('a task goes to a colleague with its reason, and its clock does not notice', async () => {
  const [from, to] = [await colleague({ contact_name: '赵六' }), await colleague()];
  const [t] = await tasks(1);
  is(await from.post(`/review/tasks/${t.id}/claim`), 200);
  const before_ = await taskOf(by.preliminary, t.filing);
  const list = is(await from.get(`/review/tasks/${t.id}/colleagues`), 200).json.items;
  assert.ok(list.some((x) => x.id === to.id) && !list.some((x) => x.id === from.id));
  const r = is(await give(from, t.id, to.id, '休假'), 200).json;
  assert.deepEqual(r, { id: t.id, state: 'claimed', to: to.id });
  const after_ = await taskOf(by.preliminary, t.filing);
  assert.equal(after_.claimed_by.id, to.id);
  assert.equal(after_.due_on, before_.due_on);
  const state = (who) => is(who, 200).json.state;
  assert.equal(state(await company.get(`/filings/${t.filing}`)), 'preliminary_review');
  const told = is(await by.preliminary.get(`/filings/${t.filing}/history`), 200).json.items;
  assert.match(told.find((e) => e.what === 'claim' && e.note)?.note ?? '', /改派给 .*：休假/);
  const filer = is(await company.get(`/filings/${t.filing}/history`), 200).text;
  assert.ok(!filer.includes('休假'), 'the filer does not see why');
  isProblem(await from.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 409,
    'claimed_by_other');
  is(await to.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 200);
  isProblem(await give(to, t.id, from.id), 409, 'already_decided');
});

test('what nobody has taken may be given out by whoever could take it', async () => {
  const to = await colleague();
  const [t] = await tasks(1);
  is(await give(by.preliminary, t.id, to.id), 200);
  assert.equal(await holder(t.filing), to.id);
  isProblem(await give(by.preliminary, t.id, to.id), 409, 'claimed_by_other');
});

test('nobody is given what they could not take themselves', async () => {
  const [t] = await tasks(1);
  const both = ['preliminary_reviewer', 'final_reviewer'];
  const decider = await colleague({ roles: both });
  const cannot = {
    'the own organization': await colleague({ organization }),
    'another stage': await makeStaff(admin, { roles: ['final_reviewer'] }),
    'another area': await colleague({ scope: [{ area: '82' }] }),
    disabled: await colleague(),
    'a filer': { id: (await company.get('/session')).json.account.id },
    nobody: { id: '0'.repeat(26) },
  };
  is(await admin.call('PATCH', `/staff/${cannot.disabled.id}`, { json: { disabled: true } }), 200);
  for (const [why, who] of Object.entries(cannot)) {
    isProblem(await give(by.preliminary, t.id, who.id), 409, 'cannot_work', why);
    assert.equal(await holder(t.filing), null, why);
  }
  await decide(decider, t.filing);
  const next = await taskOf(by.final, t.filing);
  isProblem(await give(by.final, next.id, decider.id), 409, 'cannot_work');
  isProblem(await give(by.preliminary, next.id, decider.id), 403, 'role_required');
});

test('who decides while a task is given away either decides or has it no longer', async () => {
  const [from, to] = [await colleague(), await colleague()];
  for (const t of await tasks(3)) {
    is(await from.post(`/review/tasks/${t.id}/claim`), 200);
    const [given, decided] = await Promise.all([
      give(from, t.id, to.id), from.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }),
    ]);
    assert.deepEqual([given.status, decided.status].sort(), [200, 409]);
    const [task] = is(await by.preliminary.get(
      `/review/tasks?state=${decided.status === 200 ? 'done' : 'claimed'}&limit=100`), 200)
      .json.items.filter((x) => x.id === t.id);
    assert.equal(task.claimed_by.id, decided.status === 200 ? from.id : to.id);
  }
});

test('a task is handed over to the centre and back, to where it is worked', async () => {
  const province = await colleague({ scope: [{ area: '11' }, { area: '31' }, { area: '44' }] });
  const [t] = await tasks(1);
  const centre = await colleague({ scope: [{ area: '000000' }] });
  const over = (who, area) =>
    who.post(`/review/tasks/${t.id}/handover`, { area, reason: '跨省业务' });
  isProblem(await over(by.preliminary, '000000'), 409, 'not_claimed');
  is(await by.preliminary.post(`/review/tasks/${t.id}/claim`), 200);
  isProblem(await over(by.preliminary, t.area), 409, 'area_same');
  is(await over(by.preliminary, '000000'), 200);
  isProblem(await province.get(`/review/tasks/${t.id}`), 404, 'not_found');
  is(await centre.post(`/review/tasks/${t.id}/claim`), 200);
  const task = await taskOf(by.preliminary, t.filing);
  assert.deepEqual([task.area, task.due_on, task.state], ['000000', t.due_on, 'claimed']);
  is(await over(centre, t.area), 200);
  isProblem(await centre.get(`/review/tasks/${t.id}`), 404, 'not_found');
  const told = is(await by.preliminary.get(`/filings/${t.filing}/history`), 200).json.items;
  assert.equal(told.filter((e) => /^移交 .*：跨省业务$/.test(e.note ?? '')).length, 2);
});

test('the workload counts what each has, and what waits by stage and province', async () => {
  const who = await colleague({ scope: [{ area: '' }] });
  const [a, b] = await tasks(2);
  for (const t of [a, b]) is(await who.post(`/review/tasks/${t.id}/claim`), 200);
  is(await who.post(`/review/tasks/${a.id}/decision`, { outcome: 'pass' }), 200);
  const all = [];
  let areas;
  for (let cursor = ''; cursor !== null;) {
    const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = is(await by.preliminary.get(`/review/workload?limit=3${query}`), 200).json;
    all.push(...page.items);
    areas = page.areas;
    cursor = page.next;
  }
  assert.equal(new Set(all.map((x) => x.id)).size, all.length);
  const mine = all.find((x) => x.id === who.id);
  const { counts } = is(await who.get('/review/tasks'), 200).json;
  assert.deepEqual([mine.claimed, mine.done, mine.overdue, mine.open], [1, 1, 0, counts.open]);
  const seen = is(await by.preliminary.get('/review/tasks?limit=100'), 200).json.items;
  const sum = (key) => areas.reduce((n, x) => n + x[key], 0);
  assert.equal(sum('open'), seen.filter((t) => t.state === 'open').length);
  assert.equal(sum('claimed'), seen.filter((t) => t.state === 'claimed').length);
  assert.ok(areas.every((x) => x.stage_label && x.area_label));
});

// Everything that two people were told of a task, the latest first.
const told = async (who) => is(await who.get('/notices?limit=100'), 200).json.items;
const toldOf = (filing, code) => async (who) =>
  (await told(who)).filter((n) => n.filing === filing && n.code === code);

test('who leads a stage takes work off one, gives it to another, and both are told', async () => {
  const lead = await staff(instance, 'review_lead');
  const [from, to] = [await colleague(), await colleague()];
  const [t] = await tasks(1);
  is(await from.post(`/review/tasks/${t.id}/claim`), 200);
  const due = (await taskOf(by.preliminary, t.filing)).due_on;

  const led = is(await lead.get('/review/tasks?led=true&state=claimed&limit=100'), 200).json.items;
  assert.equal(led.find((x) => x.id === t.id).claimed_by.id, from.id);
  assert.deepEqual(is(await lead.get('/review/tasks?limit=100'), 200).json.items, []);
  const load = is(await lead.get('/review/workload?limit=100'), 200).json;
  assert.equal(load.items.find((x) => x.id === from.id).claimed, 1);
  assert.ok(load.areas.length);
  const list = is(await lead.get(`/review/tasks/${t.id}/colleagues`), 200).json.items;
  assert.ok(list.some((x) => x.id === to.id) && !list.some((x) => x.id === from.id));

  const headers = { 'Idempotency-Key': `lead-${t.id}` };
  const order = { to: to.id, reason: '工作量不均' };
  for (let n = 0; n < 2; n++)
    is(await lead.post(`/review/tasks/${t.id}/reassign`, order, { headers }), 200);
  const after_ = await taskOf(by.preliminary, t.filing);
  assert.deepEqual([after_.claimed_by.id, after_.due_on], [to.id, due]);
  const history = is(await by.preliminary.get(`/filings/${t.filing}/history`), 200).json.items;
  const noted = history.filter((e) => /改派给 .*：工作量不均/.test(e.note ?? ''));
  assert.deepEqual(noted.map((e) => [e.what, e.role]),
    [['release', 'review_lead'], ['claim', 'review_lead']]);
  const audit = is(await (await staff(instance, 'auditor'))
    .get(`/audit?object=${t.id}&limit=100`), 200).json.items;
  for (const action of ['task.release', 'task.reassign'])
    assert.ok(audit.some((x) => x.action === action && x.actor?.id === lead.id), action);

  for (const [who, code] of [[to, 'handed'], [from, 'taken_off']]) {
    const [notice] = await instance.until(`a notice ${code}`, async () => {
      const seen = await toldOf(t.filing, code)(who);
      return seen.length === 1 && seen;
    });
    assert.ok(!notice.text.includes('工作量不均'), 'the reason stays in the history');
  }
  assert.deepEqual(await toldOf(t.filing, 'taken_off')(to), []);
  assert.deepEqual(await toldOf(t.filing, 'handed')(from), []);
  assert.ok(!(await told(company)).some((n) => ['handed', 'taken_off'].includes(n.code)));
  isProblem(await from.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 409,
    'claimed_by_other');
  is(await to.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 200);
  isProblem(await give(lead, t.id, from.id), 409, 'already_decided');
});

test('who leads gives no task to who may not work it, and takes, reads, decides none', async () => {
  const lead = await staff(instance, 'review_lead');
  const both = ['preliminary_reviewer', 'final_reviewer'];
  const [decider, holder_] = [await colleague({ roles: both }),
    await makeStaff(admin, { roles: ['final_reviewer'] })];
  const [t] = await tasks(1);
  isProblem(await lead.post(`/review/tasks/${t.id}/claim`), 403, 'role_required');
  isProblem(await lead.get(`/review/tasks/${t.id}`), 403, 'role_required');
  isProblem(await give(lead, t.id, lead.id ?? t.id), 409, 'cannot_work');
  const own = await makeStaff(admin, { roles: ['review_lead'], organization });
  isProblem(await give(own, t.id, decider.id), 403, 'own_organization');
  const far = await makeStaff(admin, { roles: ['review_lead'], scope: [{ area: '82' }] });
  isProblem(await give(far, t.id, decider.id), 404, 'not_found');

  is(await give(lead, t.id, decider.id), 200);
  isProblem(await give(lead, t.id, (await colleague({ organization })).id), 409, 'cannot_work');
  is(await decider.post(`/review/tasks/${t.id}/decision`, { outcome: 'pass' }), 200);
  const next = await taskOf(by.final, t.filing);
  is(await holder_.post(`/review/tasks/${next.id}/claim`), 200);
  isProblem(await give(lead, next.id, decider.id), 409, 'cannot_work');
  isProblem(await give(by.final, next.id, by.final.id ?? decider.id), 409, 'claimed_by_other');
  is(await give(lead, next.id, (await makeStaff(admin, { roles: ['final_reviewer'] })).id), 200);
});

test('a lead and the holder who give the same task away at once: it goes to one', async () => {
  const lead = await staff(instance, 'review_lead');
  const [from, one, other] = [await colleague(), await colleague(), await colleague()];
  for (const t of await tasks(3)) {
    is(await from.post(`/review/tasks/${t.id}/claim`), 200);
    const answers = await Promise.all([give(from, t.id, one.id), give(lead, t.id, other.id)]);
    const ok = answers.filter((a) => a.status === 200);
    assert.ok(ok.length >= 1, JSON.stringify(answers.map((a) => a.json)));
    const now = await holder(t.filing);
    assert.ok(ok.some((a) => a.json.to === now));
    if (ok.length === 2) assert.equal(now, other.id, 'the lead may take it off the new one, too');
    else isProblem(answers[0], 409, 'claimed_by_other');
  }
});
