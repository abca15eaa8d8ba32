// Identity numbers, mobiles and e-mails of a filing: plain for its filers, masked for others, and
// one at a time for whoever has claimed its task.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, program, root, until } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, makeStaff, register, staff } from '../lib/client.mjs';
import {
  approvedCompany, draft, reviewers, subjectData, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, auditor;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  auditor = await staff(instance, 'auditor');
});
after(() => instance?.end());

const PLAIN = {
  '/legal_representative/document_number': '11010519491231002X',
  '/security_officer/document_number': '440524188001010014',
  '/security_officer/mobile': '13800138000',
  '/security_officer/email': 'officer@example.com',
};
const MASKED = {
  '/legal_representative/document_number': '110105********002X',
  '/security_officer/document_number': '440524********0014',
  '/security_officer/mobile': '138****8000',
  '/security_officer/email': 'o***@example.com',
};
const at = (data, pointer) => pointer.slice(1).split('/').reduce((x, key) => x[key], data);
const none = (text) => {
  for (const value of Object.values(PLAIN)) assert.ok(!text.includes(value), value);
};

async function submitted(change = (x) => x) {
  const client = await register(instance);
  const data = change(await subjectData(client));
  const filing = await draft(client, 'subject', data);
  is(await submit(client, filing), 200);
  return { client, filing, data, url: `/filings/${filing.id}` };
}

test('its filer sees what was filed, and no mask', async () => {
  const { client, url, data } = await submitted();
  const r = is(await client.get(url), 200).json;
  assert.deepEqual(r.data, data);
  assert.deepEqual(r.masked, []);
  const version = is(await client.get(`${url}/versions/1`), 200).json;
  assert.deepEqual(version.data, data);
});

test('a reviewer sees masks in every answer, and is told where they are', async () => {
  const { filing, url } = await submitted();
  const task = await taskOf(by.preliminary, filing.id);
  const whole = is(await by.preliminary.get(url), 200);
  const version = is(await by.preliminary.get(`${url}/versions/1`), 200);
  const desk = is(await by.preliminary.get(`/review/tasks/${task.id}`), 200);
  const decision = is(await by.preliminary.get(`${url}/decisions/1`), 200);
  for (const [pointer, masked] of Object.entries(MASKED)) {
    assert.equal(at(whole.json.data, pointer), masked);
    assert.equal(at(version.json.data, pointer), masked);
    assert.equal(at(desk.json.version.data, pointer), masked);
  }
  for (const r of [whole, version, desk, decision]) none(r.text);
  for (const r of [whole, version, desk])
    assert.deepEqual(r.json.masked.sort(), Object.keys(MASKED).sort());
  assert.equal(decision.json.masked, true);
});

test('the approved subject beside an algorithm is masked as well', async () => {
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, filing.id);
  const desk = is(await by.preliminary.get(`/review/tasks/${task.id}`), 200);
  none(desk.text);
  none(is(await by.preliminary.get(`/filings/${filing.id}/decisions/1`), 200).text);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const shown = await by.preliminary.get(
    `/review/tasks/${task.id}?unmask=/security_officer/mobile`);
  assert.equal(is(shown, 200).json.subject.data.security_officer.mobile, '13800138000');
});

test('one place is shown to whoever has claimed the task, and that is on record', async () => {
  const { filing, url } = await submitted();
  const task = await taskOf(by.preliminary, filing.id);
  const desk = `/review/tasks/${task.id}`;
  const pointer = '/security_officer/mobile';
  for (const path of [url, `${url}/versions/1`, desk, `${url}/decisions/1`])
    isProblem(await by.preliminary.get(`${path}?unmask=${pointer}`), 403, 'unmask_denied');
  is(await by.preliminary.post(`${desk}/claim`), 200);

  const shown = is(await by.preliminary.get(`${desk}?unmask=${pointer}`), 200);
  assert.equal(at(shown.json.version.data, pointer), PLAIN[pointer]);
  assert.ok(!shown.json.masked.includes(pointer));
  for (const other of Object.keys(MASKED).filter((x) => x !== pointer))
    assert.equal(at(shown.json.version.data, other), MASKED[other]);
  const line = await until('the line', async () => is(await auditor.get(
    `/audit?request_id=${shown.headers['x-request-id']}`), 200).json.items[0]);
  assert.deepEqual([line.action, line.kind, line.object], ['task.unmask', 'read', task.id]);
  assert.deepEqual([line.detail.unmasked, line.detail.filing], [pointer, filing.id]);
  assert.ok(!JSON.stringify(line).includes(PLAIN[pointer]));

  is(await by.preliminary.get(`${url}?unmask=${pointer}`), 200);
  is(await by.preliminary.get(`${url}/versions/1?unmask=${pointer}`), 200);
  for (const wrong of ['/basic/name', '/nothing', 'x'])
    isProblem(await by.preliminary.get(`${desk}?unmask=${wrong}`), 400, 'unmask_unknown');
  isProblem(await by.final.get(`${url}?unmask=${pointer}`), [403, 404]);
});

test('a comparison tells that a masked value changed, and not to what', async () => {
  const { client, filing, url, data } = await submitted();
  const task = await taskOf(by.preliminary, filing.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const reasons = [{ path: '/security_officer/mobile', reason: '请核对号码', suggestion: '重填' }];
  is(await by.preliminary.post(`/review/tasks/${task.id}/decision`,
    { outcome: 'return', reasons }), 200);
  const again = is(await client.get(url), 200);
  const other = structuredClone(data);
  other.security_officer.mobile = '13900139000';
  const saved = is(await client.put(url, { data: other }, ifMatch(again.headers.etag)), 200);
  is(await submit(client, { ...filing, etag: saved.headers.etag }), 200);

  const diff = is(await by.preliminary.get(`${url}/diff`), 200);
  const row = diff.json.rows.find((x) => x.path === '/security_officer/mobile');
  assert.deepEqual([row.before, row.after], ['138****8000', '139****9000']);
  assert.deepEqual([row.before_text, row.after_text], ['138****8000', '139****9000']);
  const next = await taskOf(by.preliminary, filing.id);
  const desk = is(await by.preliminary.get(`/review/tasks/${next.id}`), 200);
  const beside = await Promise.all(['threads', 'diff'].map(
    (what) => by.preliminary.get(`/review/tasks/${next.id}/${what}`)));
  assert.equal(is(beside[0], 200).json.rows[0].answer, '139****9000');
  assert.equal(is(beside[1], 200).json.rows.find((x) => x.path === row.path).after, '139****9000');
  for (const r of [diff, desk, ...beside, is(await by.preliminary.get(url), 200)]) {
    none(r.text);
    assert.ok(!r.text.includes('13900139000'));
  }
  const [reason] = desk.json.reasons_before;
  assert.deepEqual([reason.value_then, reason.value_now], ['138****8000', '139****9000']);

  is(await by.preliminary.post(`/review/tasks/${next.id}/claim`), 200);
  const shown = is(await by.preliminary.get(`${url}/diff?unmask=${row.path}`), 200).json;
  const plain = shown.rows.find((x) => x.path === row.path);
  assert.deepEqual([plain.before, plain.after], ['13800138000', '13900139000']);
  const mine = is(await client.get(`${url}/diff?from=1&to=2`), 200).json.rows;
  assert.equal(mine.find((x) => x.path === row.path).after, '13900139000');
});

test('what the rules quote of a masked value is masked', async () => {
  const { filing, url } = await submitted((data) => {
    data.website.traffic_note = `统计联系 ${PLAIN['/security_officer/mobile']}`;
    return data;
  });
  const decision = is(await by.preliminary.get(`${url}/decisions/1`), 200);
  none(decision.text);
  const task = await taskOf(by.preliminary, filing.id);
  for (const f of is(await by.preliminary.get(`/review/tasks/${task.id}`), 200)
    .json.judgement.findings) none(JSON.stringify(f));
});

const decide = (path) => new Promise((resolve) => {
  execFile(program, ['decide', '--rules', join(root, 'rules'), path], (error, stdout, stderr) =>
    resolve({ status: error ? error.code : 0, text: stdout + stderr }));
});

test('a decision is made again of what its filer exports, and of what a reviewer asks for whole',
  async () => {
    const { client, filing, url } = await submitted();
    const path = join(instance.folder, 'decision.json');
    const export_ = async (who, query = '') => {
      await writeFile(path, is(await who.get(`${url}/decisions/1${query}`), 200).text);
      return decide(path);
    };
    assert.equal((await export_(client)).status, 0);
    const masked = await export_(by.preliminary);
    assert.equal(masked.status, 1);
    assert.match(masked.text, /已遮盖/);
    const task = await taskOf(by.preliminary, filing.id);
    is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
    assert.equal((await export_(by.preliminary, '?unmask=facts')).status, 0);
  });

test('a mask is never saved over what it stands for', async () => {
  const client = await register(instance);
  const data = await subjectData(client);
  const filing = await draft(client, 'subject', data);
  for (const [pointer, masked] of Object.entries(MASKED)) {
    const sent = structuredClone(data);
    const [section, field] = pointer.slice(1).split('/');
    sent[section][field] = masked;
    const r = await client.put(`/filings/${filing.id}`, { data: sent }, ifMatch(filing.etag));
    const p = isProblem(r, 422, 'value_masked');
    assert.deepEqual(p.findings.map((f) => f.path), [pointer]);
  }
  assert.deepEqual(is(await client.get(`/filings/${filing.id}`), 200).json.data, data);
});

test('the form says which fields are masked and how', async () => {
  const { form, schema } = is(await auditor.get('/forms/subject'), 200).json;
  const fields = (form ?? { sections: [] }).sections.flatMap((s) => s.fields);
  const text = JSON.stringify(fields.length ? fields : schema);
  for (const how of ['identity', 'mobile', 'email']) assert.ok(text.includes(`"${how}"`), how);
});

test('names of staff are masked for others', async () => {
  const admin = await staff(instance, 'system_admin');
  const { filing } = await submitted();
  const name = '欧阳测试';
  const made = is(await admin.post('/staff', {
    username: `m${filing.id.slice(-8).toLowerCase()}`, password: 'lang-genug-und-neu',
    roles: ['preliminary_reviewer'], contact_name: name,
  }), 201).json;
  const list = is(await admin.get(`/staff?q=${made.username}`), 200);
  assert.equal(list.json.items[0].contact_name, '欧***');
  assert.ok(!list.text.includes(name));
});

test('who has a task is told to others by a masked name', async () => {
  const admin = await staff(instance, 'system_admin');
  const one = await makeStaff(admin, { roles: ['preliminary_reviewer'], contact_name: '李审核' });
  const { filing } = await submitted();
  const { id } = await taskOf(one, filing.id);
  assert.equal(is(await one.post(`/review/tasks/${id}/claim`), 200).json.claimed_by_name, '李审核');
  const seen = is(await by.preliminary.get(`/review/tasks/${id}`), 200);
  assert.equal(seen.json.task.claimed_by_name, '李**');
  assert.ok(!seen.text.includes('李审核'));
});
