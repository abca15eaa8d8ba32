// A program that knows nothing but /forms goes the whole way of a filing.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, hasFinding, is, isProblem, makeStaff, register, staff, unique,
} from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, form, product, publishedAlgorithm, renamed,
  reviewers, save, subjectData, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';
import { numberCheck, pointerTo, valueAt } from '../lib/forms.mjs';

const pass = { outcome: 'pass', reasons: [] };

let instance, by, open;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  open = new Client(instance);
});
after(() => instance?.end());

test('a company registers, files, passes, gets a number, and the public finds it', async () => {
  const company = await register(instance, `海淀测试科技有限公司${unique()}`);
  const who = is(await company.get('/session'), 200).json;
  assert.deepEqual(who.roles, ['filer']);
  assert.equal(who.account.username, company.username);
  assert.equal(who.organization.name, company.organization);

  const subject = await draft(company, 'subject', await subjectData(company));
  assert.equal(subject.state, 'draft');
  const checked = is(await company.post(`/filings/${subject.id}/check`), 200).json;
  assert.equal(checked.verdict, 'acceptable', JSON.stringify(checked.findings, null, 1));
  const sent = is(await submit(company, subject), 200).json;
  assert.equal(sent.state, 'submitted');
  assert.equal(sent.decision.verdict, 'acceptable');
  await decide(by.preliminary, subject.id);
  assert.equal((await company.get(`/filings/${subject.id}`)).json.state, 'approved');

  const p = await product(company, `测试产品${unique()}`);
  assert.ok(p.paths[0].id && p.paths[0].functions[0].id, 'paths and functions get ids');
  let data = await algorithmData(company, p);
  const name = `测试产品生成合成算法${unique()}`;
  data = await renamed(company, data, name);
  let filing = await draft(company, 'algorithm', {});
  const drafts = is(await company.get('/filings?state=draft&kind=algorithm'), 200).json.items;
  assert.equal(drafts[0].id, filing.id);
  for (const section of Object.keys(data)) {
    filing = await save(company, filing, { ...filing.data, [section]: data[section] });
  }
  const submitted = is(await submit(company, filing), 200).json;
  assert.equal(submitted.state, 'submitted');

  const first = await taskOf(by.preliminary, filing.id);
  assert.equal(first.stage, 'preliminary');
  assert.equal(first.state, 'open');
  assert.match(first.due_on, /^\d{4}-\d\d-\d\d$/);
  assert.equal(typeof first.days_left, 'number');
  await decide(by.preliminary, filing.id);
  assert.equal((await company.get(`/filings/${filing.id}`)).json.state, 'final_review');
  assert.equal(await taskOf(by.preliminary, filing.id, '&stage=preliminary'), null);
  await decide(by.final, filing.id, { ...pass, note: '内部备注不外传' });

  const done = is(await company.get(`/filings/${filing.id}`), 200).json;
  assert.equal(done.state, 'approved');
  const digits = /^网信算备(\d{21})号$/.exec(done.number)?.[1];
  assert.ok(digits && numberCheck(digits), `the number is well made: ${done.number}`);

  const entry = is(await open.get(`/register/${digits}`), 200).json;
  assert.equal(entry.number, done.number);
  assert.equal(entry.algorithm_name, name);
  assert.equal(entry.status, 'filed');
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  assert.equal(entry.filed_on, today);
  assert.ok(entry.disclosure && Array.isArray(entry.history) && entry.history.length > 0);
  assert.match(JSON.stringify(entry), /不代表对.*认可/, 'the disclaimer stands on the entry');
  for (const text of [`网信算备${digits}号`, `网信算备${digits}`, `${digits}号`]) {
    const same = is(await open.get(`/register/${encodeURIComponent(text)}`), 200).json;
    assert.equal(same.number, done.number);
  }
  const found = is(await open.get(`/register?q=${encodeURIComponent(name)}`), 200).json;
  assert.deepEqual(found.items.map((e) => e.number), [done.number]);
});

test("the history tells what was done when, and a note never reaches the filer", async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id, { ...pass, note: '只给内部看的话' });
  await decide(by.final, filing.id, { ...pass, note: '只给内部看的话' });
  const r = is(await company.get(`/filings/${filing.id}/history`), 200);
  assert.doesNotMatch(r.text, /只给内部看的话/);
  const steps = r.json.items.map((e) => e.what);
  const way = ['create', 'submit', 'claim', 'pass', 'claim', 'pass'];
  assert.deepEqual(steps.filter((s) => s !== 'save'), way);
  for (const e of r.json.items) assert.match(e.at, /\+08:00$/);
  const sees = is(await by.final.get(`/filings/${filing.id}/history`), 200);
  assert.match(sees.text, /只给内部看的话/);
  for (const path of ['', '/history']) {
    const { text } = is(await company.get(`/filings/${filing.id}${path}`), 200);
    assert.doesNotMatch(text, /只给内部/);
  }
});

test('a return names place and reason, and a pass publishes the next version', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const at = pointerTo((await form(company, 'algorithm')).schema, /算法名称/);
  const reasons = [{ path: at, reason: '算法名称与报告不一致', suggestion: '请改为一致' }];
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons, note: '' });
  const back = is(await company.get(`/filings/${filing.id}`), 200);
  assert.equal(back.json.state, 'returned');
  const told = is(await company.get(`/filings/${filing.id}/history`), 200).json.items.at(-1);
  assert.equal(told.what, 'return');
  const words = { section_label: '算法基础属性信息', field_label: '算法名称', code_label: null };
  assert.deepEqual(told.reasons, [{ ...reasons[0], ...words }]);
  const data = await renamed(company, back.json.data, `改名后的算法${unique()}`);
  const next = await save(company, { ...back.json, etag: back.headers.etag }, data);
  assert.equal(next.state, 'draft');
  assert.equal(next.version, 2);
  const seen = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  assert.equal(seen.version, 1, 'a reviewer sees what was submitted, not what is being typed');
  assert.deepEqual(seen.data, back.json.data);
  is(await submit(company, next), 200);
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  const done = (await company.get(`/filings/${filing.id}`)).json;
  const entry = is(await open.get(`/register/${encodeURIComponent(done.number)}`), 200).json;
  assert.equal(entry.algorithm_name, valueAt(data, at));
});

test('what was returned or withdrawn can be handed in again as a version of its own', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const reasons = [{ path: '/basic/name', reason: '请说明', suggestion: '请补充说明' }];
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  assert.equal(is(await submit(company, filing), 200).json.version, 2);
  is(await company.post(`/filings/${filing.id}/withdraw`, {}), 200);
  const third = is(await submit(company, filing), 200).json;
  assert.equal(third.version, 3);
  assert.equal(third.state, 'submitted');
  assert.equal((await taskOf(by.preliminary, filing.id)).version, 3);
});

test('a refusal without a reason is refused, with one it is final', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, filing.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const say = (outcome, reasons) =>
    by.preliminary.post(`/review/tasks/${task.id}/decision`, { outcome, reasons });
  for (const outcome of ['refuse', 'return']) {
    hasFinding(isProblem(await say(outcome, []), 422), /reasons/, { severity: null });
  }
  is(await say('refuse', [{ path: '', reason: '不符合要求', suggestion: '' }]), 200);
  assert.equal((await company.get(`/filings/${filing.id}`)).json.state, 'refused');
  isProblem(await submit(company, filing), 409);
});

test('a submission can be withdrawn until a reviewer takes it, and edited after that', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const r = is(await company.post(`/filings/${filing.id}/withdraw`), 200).json;
  assert.equal(r.state, 'withdrawn');
  assert.equal(await taskOf(by.preliminary, filing.id), null);
  const now = await company.get(`/filings/${filing.id}`);
  const saved = await save(company, { ...now.json, etag: now.headers.etag }, now.json.data);
  assert.equal(saved.state, 'draft');
  const second = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, second.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  isProblem(await company.post(`/filings/${second.id}/withdraw`), 409);
});

test("a claimed task is nobody else's until it is released", async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, filing.id);
  const at = `/review/tasks/${task.id}`;
  isProblem(await by.preliminary.post(`${at}/decision`, pass), 409);
  const admin = await staff(instance, 'system_admin');
  const two = [by.preliminary, await makeStaff(admin, { roles: ['preliminary_reviewer'] })];
  const claims = await Promise.all([...two, ...two].map((who) => who.post(`${at}/claim`)));
  for (const r of claims) is(r, [200, 409]);
  const isWon = [0, 1].map((n) => claims[n].status === 200 || claims[n + 2].status === 200);
  assert.notEqual(isWon[0], isWon[1], 'of two reviewers one has it');
  const [has, lacks] = isWon[0] ? two : [two[1], two[0]];
  isProblem(await lacks.post(`${at}/claim`), 409);
  isProblem(await lacks.post(`${at}/decision`, pass), 409);
  isProblem(await lacks.post(`${at}/release`), 409);
  is(await has.post(`${at}/release`), 200);
  assert.equal((await taskOf(has, filing.id)).state, 'open');
  is(await lacks.post(`${at}/claim`), 200);
});

test('a product that a live filing covers cannot be deleted', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  isProblem(await company.del(`/products/${filing.product.id}`), 409, 'product_in_use');
  const free = await product(company);
  is(await company.del(`/products/${free.id}`), [200, 204]);
  isProblem(await company.get(`/products/${free.id}`), 404, 'not_found');
});

test('numbers of one company share its serial and differ in theirs', async () => {
  const company = await approvedCompany(instance, by);
  const a = await publishedAlgorithm(instance, company, by, `甲算法${unique()}`);
  const b = await publishedAlgorithm(instance, company, by, `乙算法${unique()}`);
  const serial = (x) => x.number.slice(4, 17);
  assert.equal(serial(a), serial(b), 'area and subject serial are the same');
  assert.notEqual(a.number, b.number);
});
