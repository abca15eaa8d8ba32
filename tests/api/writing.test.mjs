// Texts that look the same are the same: they are found, compared and logged in by as one. What may
// deceive is refused by its name, what is harmless is put right, and a draft stays as it was typed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, check, draft, publishedAlgorithm, reviewers, submit, subjectData, taskOf,
} from '../lib/way.mjs';

let instance, open, by, company;
const id = unique();
const names = [
  `阿依古丽·热合曼${id}推荐算法`, `Nguye\u0302\u0303n${id}排序算法`, `⻓江⽔文${id}检索算法`,
];
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  for (const name of names) await publishedAlgorithm(instance, company, by, name);
});
after(() => instance?.end());

const found = async (q) => is(await open.get(`/register?q=${encodeURIComponent(q)}`), 200).json
  .items.map((e) => e.algorithm_name);
const account = (more) => ({
  username: `u${unique()}`, password: `Pw-${unique()}-${unique()}`,
  organization_name: `公司${unique()}`, contact_name: '李四', mobile: '13800138000',
  email: 'a@example.com', ...more,
});

// ---- searches -----------------------------------------------------------------------------------

test('a search finds what looks the same, and shows it as it was published', async () => {
  for (const [q, name] of [
    [`阿依古丽•热合曼${id}`, names[0]], [`古丽・热合曼 ${id}`, names[0]],
    [`依古丽･热\u200b合曼`, names[0]], [`Nguy\u1ec5n${id}`, names[1]],
    [`ＮＧＵＹỄＮ\u3000${id}`, names[1]], [`长江水文${id}`, names[2]], ['⻓江水', names[2]],
  ]) assert.ok((await found(q)).includes(name), `${q} finds ${name}`);
});

test('a query of nothing but what nobody sees is too short', async () => {
  for (const q of ['\u3000\u3000', '\u200b\u200b', '\u3164\u3164', '\u00a0 \u2003', '\u00ad一'])
    isProblem(await open.get(`/register?q=${encodeURIComponent(q)}`), 400, 'query_too_short');
});

test("one organization's entries are found however its name is written", async () => {
  const { organization } = is(await open.get(`/register?q=${id}`), 200).json.items[0];
  const other = organization.replace('(', '（').replace(')', '）').split('').join('\u200b');
  const q = encodeURIComponent(other);
  assert.equal(is(await open.get(`/register?organization=${q}`), 200).json.items.length, 3);
});

test('lists of filings, tasks and accounts find what looks the same', async () => {
  const mine = is(await company.get(`/filings?q=${encodeURIComponent('长江水文')}`), 200).json;
  assert.equal(mine.items.length, 1);
  const admin = await staff(instance, 'system_admin');
  const username = `José${unique()}`;
  await open.post('/accounts', account({ username }));
  const late = encodeURIComponent(`长 江水文${id}`);
  const tasks = is(await by.final.get(`/review/tasks?state=done&q=${late}`), 200).json;
  assert.ok(tasks.items.length > 0);
  const q = encodeURIComponent(username.normalize('NFD').toUpperCase());
  assert.equal(is(await admin.get(`/accounts?q=${q}`), 200).json.items.length, 1);
});

// ---- names and passwords ------------------------------------------------------------------------

test('a user name that looks like another is taken, and logs its owner in', async () => {
  const n = unique();
  const mine = account({ username: `scope-張${n}` });
  is(await open.post('/accounts', mine), 201);
  for (const username of [
    `ｓｃｏｐｅ-張${n}`, `SCOPE–張${n}`.replace('–', '-'), `ѕсоре-張${n}`,
  ]) {
    const problem = isProblem(await open.post('/accounts', account({ username })), [409, 422]);
    assert.ok(problem.code === 'username_taken' || problem.code === 'account_invalid', username);
    const { password } = mine;
    is(await open.post('/session', { username, password, bearer: true }), 200);
  }
});

test('a user name of two alphabets, or with what nobody sees, is refused', async () => {
  for (const [username, why] of [
    ['zhаng' + unique(), /拉丁字母与西里尔字母/], ['οmega' + unique(), /希腊字母与拉丁字母/],
    ['张三\u3000' + unique(), /第 3 个字符是空格/],
    ['zhang\u00ad' + unique(), /软连字符（U\+00AD）/],
    ['张\u2066三' + unique(), /方向隔离符/], ['张\ue001' + unique(), /自造字区/],
  ]) {
    const problem = isProblem(await open.post('/accounts', account({ username })), 422);
    assert.match(hasFinding(problem, '/username').message, why);
  }
  for (const username of ['𠀀〇', 'بۇغدا', 'བོད'])
    is(await open.post('/accounts', account({ username: username + parseInt(id, 16) })), 201);
});

test('a password is the same on every keyboard: set, typed, changed, reset', async () => {
  const nfd = 'Zu\u0308rich-密码-Gr\u00fc\u00dfe\u00a07';
  const nfc = nfd.normalize('NFC').replace('\u00a0', ' ');
  const mine = account({ password: nfd });
  is(await open.post('/accounts', mine), 201);
  const { username } = mine;
  const login = (password) => open.post('/session', { username, password, bearer: true });
  const token = is(await login(nfc), 200).json.token;
  const me = new Client(instance, token);
  const change = { old_password: nfc, new_password: `${nfc}e\u0301` };
  is(await me.put('/account/password', change), [200, 204]);
  is(await login(`${nfd}\u00e9`), 200);
  isProblem(await login(`${nfd}e`), 401);
});

// ---- what is written ----------------------------------------------------------------------------

test('names of organizations and people are tidied, or refused by a character', async () => {
  const ok = account({
    organization_name: '\u3000示例（北京）公司\u200b', contact_name: ' 𪚥·买买提 ',
    mobile: '\u202d１３８００１３８０００\u202c',
  });
  is(await open.post('/accounts', ok), 201);
  const { username, password } = ok;
  const { token } = is(await open.post('/session', { username, password, bearer: true }), 200).json;
  const me = is(await new Client(instance, token).get('/account'), 200).json;
  assert.deepEqual(
    [me.organization.name, me.contact_name, me.mobile],
    ['示例（北京）公司', '𪚥·买买提', '13800138000']);
  for (const [more, place, why] of [
    [{ organization_name: '示例\u202e司公' }, '/organization_name', /右至左强制符（U\+202E）/],
    [{ organization_name: '\u3164\u3164' }, '/organization_name', /./],
    [{ contact_name: '李\u2028四' }, '/contact_name', /行分隔符（U\+2028）/],
    [{ email: 'a@exam\u200bple.com' }, '/email', /零宽空格（U\+200B）/],
  ]) {
    const problem = isProblem(await open.post('/accounts', account(more)), 422);
    assert.match(hasFinding(problem, place).message, why);
  }
});

test('a draft stays as it was typed, and a submission keeps what was judged', async () => {
  const filer = await register(instance);
  const data = await subjectData(filer);
  const typed = structuredClone(data);
  typed.security_officer.mobile = '\u202d+86\u3000１３８－００１３－８０００\u202c';
  typed.legal_representative.document_number = `${data.legal_representative.document_number}\u00a0`;
  typed.basic.name = `\u3000${data.basic.name} `;
  const f = await draft(filer, 'subject', typed);
  assert.deepEqual(is(await filer.get(`/filings/${f.id}`), 200).json.data, typed);
  is(await submit(filer, f), 200);
  const frozen = is(await filer.get(`/filings/${f.id}/versions/1`), 200).json.data;
  assert.equal(frozen.security_officer.mobile, '+86 138-0013-8000');
  assert.equal(frozen.basic.name, data.basic.name);
  assert.equal(
    frozen.legal_representative.document_number, data.legal_representative.document_number);
});

test('what deceives is told with its place at a check, before anything is filed', async () => {
  const data = await subjectData(company, { own: false });
  for (const [text, why] of [
    ['示例\u2067甲', /第 3 个字符是看不见的方向隔离符（U\+2067）/], ['示例\ufffd', /转码时已经损坏/],
    ['示\u2029例', /段落分隔符/], ['示\u0085例', /U\+0085/], ['示例\u{e0061}', /标签字符/],
  ]) {
    const legal_representative = { ...data.legal_representative, name: text };
    const answer = await check(open, 'subject', { ...data, legal_representative });
    const finding = hasFinding(answer, '/legal_representative/name', { rule: 'form.character' });
    assert.match(finding.message, why);
    assert.ok(finding.suggestion);
  }
});

test('reasons of reviewers may have lines, and nothing that turns them round', async () => {
  const filer = await register(instance);
  const f = await draft(filer, 'subject', await subjectData(filer));
  is(await submit(filer, f), 200);
  const reviewer = by.preliminary;
  const task = await taskOf(reviewer, f.id);
  is(await reviewer.post(`/review/tasks/${task.id}/claim`, {}), 200);
  const decision = (reason) => reviewer.post(`/review/tasks/${task.id}/decision`, {
    outcome: 'return', reasons: [{ path: '/basic/name', reason, suggestion: '请改正' }],
  });
  for (const reason of ['名称\u202e不符', '名称\ufffd', '\u3164'])
    isProblem(await decision(reason), [400, 422]);
  is(await decision('第一行\n第二行'), 200);
});
