// Official letters: numbered without gaps, frozen with the decision, read by their own organization
// and the reviewers, verified by anybody who holds the paper.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import {
  approvedCompany, CHANGE, decide, ENDING, handedIn, publishedAlgorithm, reviewers,
  submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company, open;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  open = new Client(instance);
});
after(() => instance?.end());

const list = async (client, id) => is(await client.get(`/filings/${id}/letters`), 200).json.items;
const letter = async (client, id, n) =>
  is(await client.get(`/filings/${id}/letters/${n}`), 200).json;
const titles = (items) => items.map((x) => x.title);
const serial = (x) => Number(/〕(\d+)号/.exec(x.number)[1]);
const reasons = [
  { path: '/basic/name', reason: '名称与报告不一致。\n# 请核对', suggestion: '改为同一名称' },
  { path: '', reason: '材料不全', suggestion: null },
];
const returned = { outcome: 'return', reasons: [reasons[0]] };

test('a subject that is admitted has been accepted and told so', async () => {
  const items = await list(company, company.subject.id);
  assert.deepEqual(titles(items), ['受理通知书', '主体资质审核通知书']);
  const { text } = await letter(company, company.subject.id, 1);
  assert.match(text, /^受理通知书\n算备受〔2\d{3}〕\d+号\n/);
  assert.match(text, /审核期限为10个工作日，.*至2\d{3}年\d+月\d+日届满/);
  assert.ok(!text.includes('{{'));
});

test('the notice of approval names the number, as it is published', async () => {
  const filing = await publishedAlgorithm(instance, company, by);
  const items = await list(company, filing.id);
  assert.deepEqual(titles(items), ['受理通知书', '备案通知书']);
  const { text, hash, lines } = await letter(company, filing.id, 2);
  assert.ok(text.includes(`\n${filing.number}\n`));
  const { disclaimer } = is(await company.get(`/register/${encodeURIComponent(filing.number)}`),
    200).json;
  assert.ok(lines.some((line) => line.text === disclaimer), 'in the words of the register');
  assert.equal(createHash('sha256').update(text).digest('hex'), hash);
  assert.equal(lines[0].style, 'title');
});

test('a refusal gives each reason with its place, and what may be done against it', async () => {
  const { id } = await submittedAlgorithm(company);
  await decide(by.preliminary, id, { outcome: 'refuse', reasons });
  const { text, lines } = await letter(company, id, 2);
  assert.match(text, /\n1．算法名称：名称与报告不一致。\n# 请核对\n2．全件：材料不全\n/);
  assert.match(text, /行政复议法.*60日内|60日内.*行政复议法/);
  assert.match(text, /6个月内.*行政诉讼法/);
  // What a reviewer typed is a paragraph, however it begins.
  assert.equal(lines.find((x) => x.text === '# 请核对').style, 'text');
});

test('what becomes of a change or an end is told by a letter of its own', async () => {
  const old = await publishedAlgorithm(instance, company, by, '文书变更算法');
  for (const [action, changes, word, passed] of [
    ['change', CHANGE, '变更', '变更通知书'], ['deregister', ENDING, '注销', '注销备案通知书'],
  ]) {
    const refused = await handedIn(company, old.id, action, changes);
    await decide(by.preliminary, refused, { outcome: 'refuse', reasons });
    assert.deepEqual(titles(await list(company, refused)), ['受理通知书', `不予${word}决定书`]);
    const told = (await letter(company, refused, 2)).text;
    assert.match(told, new RegExp(`决定不予${word}。\n所涉备案编号：${old.number}\n`));
    assert.match(told, /1．算法名称：名称与报告不一致。[^]*60日内.*6个月内/);

    const id = await handedIn(company, old.id, action, changes);
    await decide(by.preliminary, id);
    const accepted = await letter(company, id, 1);
    assert.match(accepted.text, new RegExp(`“文书变更算法”.*（${word}）材料，已经收到，现予受理`));
    assert.match(accepted.text, /审核期限为30个工作日，.*至2\d{3}年\d+月\d+日届满/);
    assert.deepEqual(titles(await list(company, id)), ['受理通知书']);
    await decide(by.final, id);
    assert.deepEqual(titles(await list(company, id)), ['受理通知书', passed]);
    const { text } = await letter(company, id, 2);
    assert.ok(text.includes(old.number));
    assert.match(text, /2026年11月20日/);
  }
  // What was struck at the filer's own wish was not struck ex officio.
  assert.deepEqual(titles(await list(company, old.id)), ['受理通知书', '备案通知书']);
});

test('a change of a subject is told without a number of an entry', async () => {
  const changes = { '/change': CHANGE['/change'], '/basic/address': '示例路 2 号' };
  const id = await handedIn(company, company.subject.id, 'change', changes, 'subject');
  await decide(by.preliminary, id);
  assert.deepEqual(titles(await list(company, id)), ['受理通知书', '变更通知书']);
  const { text } = await letter(company, id, 2);
  assert.ok(!text.includes('备案编号') && text.includes('硬件换了。'), text);
});

test('what is to be mended stands under its reason, and no line for what nobody asks', async () => {
  const { id } = await submittedAlgorithm(company);
  await decide(by.preliminary, id, returned);
  const { text } = await letter(company, id, 2);
  assert.match(text, /# 请核对\n补正要求：改为同一名称\n请在系统中修改/);
});

// Writes it and waits until the set with it is in use.
async function change(path, text) {
  const active = async () => is(await company.get('/rule-sets/active'), 200).json.hash;
  const old = await active();
  await writeFile(path, text);
  await instance.until('the new set', async () => await active() !== old);
}

test('letters stay as they were when the template changes', async () => {
  const { id } = await submittedAlgorithm(company);
  const [before_] = await list(company, id);
  const first = await letter(company, id, 1);
  const path = join(instance.rules, 'letters/acceptance.txt');
  const template = await readFile(path, 'utf8');
  await change(path, template.replace('现予受理', '本机关予以受理'));
  const { id: next } = await submittedAlgorithm(company);
  assert.match((await letter(company, next, 1)).text, /本机关予以受理/);
  assert.deepEqual(await letter(company, id, 1), first);
  assert.equal((await list(company, id))[0].hash, before_.hash);
});

test('numbers of a series have no gap, and none is given twice', async () => {
  const others = [];
  while (others.length < 4) others.push(await approvedCompany(instance, by));
  const filings = await Promise.all(others.map((x) => submittedAlgorithm(x)));
  const numbers = [];
  for (const [i, f] of filings.entries()) numbers.push(serial((await list(others[i], f.id))[0]));
  numbers.sort((x, y) => x - y);
  assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i));
});

test('a submit that is refused takes no number', async () => {
  const first = await submittedAlgorithm(company);
  const before_ = serial((await list(company, first.id))[0]);
  isProblem(await company.post(`/filings/${first.id}/submit`, { declaration: true }), 409);
  const next = await submittedAlgorithm(company);
  assert.equal(serial((await list(company, next.id))[0]), before_ + 1);
});

test('another organization reads none, a reviewer reads them', async () => {
  const { id } = await submittedAlgorithm(company);
  const stranger = await approvedCompany(instance, by);
  for (const at of ['letters', 'letters/1'])
    isProblem(await stranger.get(`/filings/${id}/${at}`), 404, 'not_found');
  isProblem(await open.get(`/filings/${id}/letters`), 401);
  assert.equal((await list(by.preliminary, id)).length, 1);
  for (const n of ['0', '2', '1x', '01'])
    isProblem(await company.get(`/filings/${id}/letters/${n}`), 404, 'not_found');
});

test('a paper is verified by its code, which tells no more than the paper says', async () => {
  const { id } = await submittedAlgorithm(company);
  await decide(by.preliminary, id, { outcome: 'refuse', reasons });
  const x = (await list(company, id))[1];
  assert.match(x.verify, /^([0-9a-z]{4}-){4}[0-9a-z]{4}$/);
  const r = is(await open.get(`/letters/verify/${x.verify}`), 200).json;
  const { organization } = is(await company.get('/session'), 200).json;
  assert.deepEqual(r, {
    title: '不予备案决定书', number: x.number, issued_on: x.issued_at.slice(0, 10),
    to: organization.name, hash: x.hash, text: null,
  });
  const typed = x.verify.toUpperCase().replaceAll('-', '').replaceAll('0', 'O');
  assert.deepEqual(is(await open.get(`/letters/verify/${typed}`), 200).json, r);
});

test('no code, a wrong code and one that is too long are answered alike', async () => {
  const told = [];
  for (const code of ['x', '0'.repeat(20), '0'.repeat(200), '%27--', 'u'.repeat(20)]) {
    const p = isProblem(await open.get(`/letters/verify/${code}`), 404, 'letter_unknown');
    told.push(p.detail);
  }
  assert.equal(new Set(told).size, 1);
});

test('a reviewer sees what a decision would send, and nothing is numbered for that', async () => {
  const { id } = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, id);
  const at = `/review/tasks/${task.id}`;
  is(await by.preliminary.post(`${at}/claim`), 200);
  is(await by.preliminary.put(`${at}/draft`, { outcome: 'refuse', reasons, checked: [] }), 204);
  const preview = async (outcome) =>
    is(await by.preliminary.get(`${at}/letters?outcome=${outcome}`), 200).json.letters;
  const items = await preview('refuse');
  assert.deepEqual(titles(items), ['不予备案决定书']);
  assert.match(items[0].text, /作出决定时编号/);
  assert.match(items[0].text, /1．算法名称：名称与报告不一致/);
  // A pass leads to the final review, which sends nothing.
  assert.deepEqual(await preview('pass'), []);
  isProblem(await by.preliminary.get(`${at}/letters?outcome=x`), 400, 'parameter_invalid');
  isProblem(await by.final.get(`${at}/letters?outcome=refuse`), 403, 'role_required');
  assert.equal((await list(company, id)).length, 1);
  // What is previewed is what is sent, but for the number.
  is(await by.preliminary.post(`${at}/decision`, { outcome: 'refuse', reasons }), 200);
  const sent = await letter(company, id, 2);
  assert.equal(items[0].text.replace(/（作出决定时编号）/, sent.number), sent.text);
});

test('the trail says which number and hash was issued', async () => {
  const { id } = await submittedAlgorithm(company);
  const [x] = await list(company, id);
  const auditor = await staff(instance, 'auditor');
  const found = is(await auditor.get(`/audit?action=letter.issue&object=${id}`), 200).json.items;
  assert.deepEqual(found[0].detail, { number: x.number, hash: x.hash });
});

test('the page of a paper says what it says, without a script', async () => {
  const { id } = await submittedAlgorithm(company);
  const [x] = await list(company, id);
  const page = is(await open.get(`/pages${x.verify_path}`), 200);
  for (const text of [x.number, x.hash, '受理通知书']) assert.ok(page.text.includes(text), text);
  const none = is(await open.get('/pages/v/x'), 404).text;
  const other = is(await open.get(`/pages/v/${'0'.repeat(20)}`), 404).text;
  assert.equal(none, other);
});
