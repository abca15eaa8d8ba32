// A subject that moves to another province: what is in force of it is that province's from the day
// on which the change is approved, and the register says so.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import {
  approvedCompany, decide, handedIn, publishedAlgorithm, reviewers, submittedAlgorithm,
} from '../lib/way.mjs';

const REASON = '以虚假材料取得备案。';
const TO_SHANGHAI = {
  '/change': { changed_on: '2026-11-20', summary: '迁址。' }, '/basic/area': '310115',
};
let instance, by, company, old, far, here, filing, returned, complaint, ended;

const made = (admin, role, area) =>
  makeStaff(admin, { roles: [role], scope: [{ area, class: '' }] });
const strike = (who, id = filing.id) => who.post(`/filings/${id}/revoke`, { reason: REASON });
const moves = async (who) =>
  is(await who.get(`/filings/${filing.id}`), 200).json.moves.map((m) => m.on);
const paused = async (who) =>
  is(await who.get('/review/board'), 200).json.items.reduce((n, row) => n + row.paused, 0);
const done = async (who) =>
  is(await who.get('/review/tasks?state=done&limit=100'), 200).json.items.map((t) => t.filing);
const matters = async (who, over = false) =>
  is(await who.get(`/supervision?over=${over}`), 200).json.items.map((m) => m.id);
const entry = async () =>
  is(await company.get(`/register/${encodeURIComponent(filing.number)}`), 200).json;
const found = async (area) =>
  is(await company.get(`/register?area=${encodeURIComponent(area)}`), 200).json.items
    .map((x) => x.number);
const told = async (filingId, code) =>
  is(await company.get('/notices?limit=100'), 200).json.items
    .filter((x) => x.filing === filingId && x.code === code);

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '迁移算法');
  returned = await submittedAlgorithm(company, '迁移前退回');
  await decide(by.preliminary, returned.id, {
    outcome: 'return', reasons: [{ path: '', reason: '不清', suggestion: '写清' }],
  });
  const admin = await staff(instance, 'system_admin');
  old = await made(admin, 'preliminary_reviewer', '11');
  here = {
    first: await made(admin, 'preliminary_reviewer', '31'),
    last: await made(admin, 'final_reviewer', '31'),
  };
  far = await made(admin, 'preliminary_reviewer', '44');
  const order = { kind: 'order', text: '没有标明编号', due_on: '2099-01-05' };
  ended = is(await old.post(`/filings/${filing.id}/supervision`, order), 201).json;
  is(await company.post(`/supervision/${ended.id}/moves`, { on: 'reply', text: '已标明' }), 200);
  is(await by.final.post(`/supervision/${ended.id}/moves`, { on: 'confirm' }), 200);
  complaint = is(await old.post(`/filings/${filing.id}/supervision`,
    { kind: 'order', text: '没有公示备案编号', due_on: '2099-01-05' }), 201).json;
});
after(() => instance?.end());

test('before, it is the first province that has charge', async () => {
  assert.deepEqual(await moves(old), ['revoke', 'deregister']);
  isProblem(await here.first.get(`/filings/${filing.id}`), 404, 'not_found');
  isProblem(await strike(here.first), 404, 'not_found');
  assert.deepEqual(await done(here.first), []);
  assert.deepEqual([await paused(old), await paused(here.first)], [1, 0]);
  assert.deepEqual(await matters(here.first), []);
  assert.deepEqual(await matters(here.first, true), []);
  isProblem(await here.first.get(`/supervision/${ended.id}`), 404, 'not_found');
  assert.ok(!(await found('上海市')).includes(filing.number));
});

test('the change is approved, and the filer is told of it once', async () => {
  const change = await handedIn(company, company.subject.id, 'change', TO_SHANGHAI, 'subject');
  await decide(by.preliminary, change);
  const [notice] = await instance.until('it is told', async () => {
    const rows = await told(change, 'change_approved');
    return rows.length && rows;
  });
  assert.match(notice.text, /变更已于 \d{4}-\d\d-\d\d 通过/);
  assert.equal((await told(change, 'subject_approved')).length, 0);
});

test('the new province finds what is in force, and acts; the old one reads', async () => {
  assert.deepEqual(await moves(here.first), ['revoke', 'deregister']);
  assert.deepEqual(await moves(old), []);
  const { detail } = isProblem(await strike(old), 403, 'transferred');
  assert.match(detail, /上海市.*管辖/);
  assert.ok((await done(here.first)).includes(filing.id));
  assert.ok((await done(old)).includes(filing.id), 'what it decided stays in its history');
  const { items } = is(await old.get(`/filings/${filing.id}/history`), 200).json;
  assert.equal(items.at(-1).what, 'rerouted');
  assert.equal(items.at(-1).note, '移交 上海市');
  assert.deepEqual([await paused(old), await paused(here.first)], [0, 1]);
});

test('a matter that is open beside it goes along', async () => {
  assert.ok((await matters(here.first)).includes(complaint.id));
  isProblem(await old.get(`/supervision/${complaint.id}`), 404, 'not_found');
  isProblem(await old.post(`/filings/${filing.id}/supervision`,
    { kind: 'order', text: '又一件', due_on: '2099-01-05' }), 403, 'transferred');
  is(await here.first.post(`/filings/${filing.id}/supervision`,
    { kind: 'order', text: '又一件', due_on: '2099-01-05' }), 201);
});

test('a matter that has ended stays where it was, and the new province finds it', async () => {
  for (const who of [old, here.first]) {
    assert.ok((await matters(who, true)).includes(ended.id));
    assert.equal(is(await who.get(`/supervision/${ended.id}`), 200).json.steps.length, 3);
  }
  assert.deepEqual(await matters(far, true), []);
  isProblem(await far.get(`/supervision/${ended.id}`), 404, 'not_found');
});

test('the register says from where it moved and when, under the same number', async () => {
  const now = await entry();
  assert.deepEqual([now.number, now.area, now.area_label, now.status],
    [filing.number, '310115', '上海市', 'filed']);
  assert.match(now.note, /^\d{4}-\d\d-\d\d 注册地由北京市变更为上海市$/);
  assert.deepEqual(now.history.map((h) => [h.what, h.label]),
    [['filed', '予以备案并公示'], ['moved', '注册地由北京市变更为上海市']]);
  assert.ok((await found('上海市')).includes(filing.number));
  assert.ok(!(await found('北京市')).includes(filing.number));
  const digits = filing.number.replace(/\D/g, '');
  const page = await fetch(new URL(`/r/${digits}`, instance.url));
  const text = (await page.text()).replace(/<[^>]*>/g, '');
  assert.match(text, /注册地由北京市变更为上海市/);
});

test('another name stands in the register, which says how it was called before', async () => {
  const was = await entry();
  const name = '迁名科技有限公司';
  const change = await handedIn(company, company.subject.id, 'change', {
    '/change': { changed_on: '2026-11-20', summary: '更名。' },
    '/basic/name': name, '/certificate/name': name, '/website/icp_holder': name,
  }, 'subject');
  await decide(by.preliminary, change);
  const now = await entry();
  const label = `主体名称由“${was.organization}”变更为“${name}”`;
  assert.deepEqual([now.number, now.organization, now.status], [filing.number, name, 'filed']);
  assert.deepEqual(now.history.map((h) => h.label).slice(-1), [label]);
  assert.ok(now.note.startsWith(`${was.note}；`) && now.note.endsWith(label));
  const search = is(await company.get(`/register?q=${encodeURIComponent(name)}`), 200).json;
  assert.deepEqual(search.items.map((x) => [x.number, x.found_as]), [[filing.number, null]]);
  assert.deepEqual(now.former_names.map((x) => [x.what, x.name]),
    [['organization', was.organization]]);
  for (const path of ['register.csv', 'register.json', 'register/feed.atom']) {
    const body = await fetch(new URL(`/api/v1/${path}`, instance.url));
    const text = await body.text();
    assert.ok(text.includes(name), path);
    assert.ok(path.endsWith('atom') || text.includes(label), path);
  }
});

test('by the name of before it is found, too, and says so', async () => {
  const { name } = (await entry()).former_names[0];
  const digits = filing.number.replace(/\D/g, '');
  for (const query of [{ q: name }, { q: name.slice(0, 3) }, { organization: name }]) {
    const { items } = is(await company.get(`/register?${new URLSearchParams(query)}`), 200).json;
    assert.deepEqual(items.filter((x) => x.number === filing.number).map((x) => x.found_as),
      [name], JSON.stringify(query));
  }
  const page = async (path) => {
    const text = await (await fetch(new URL(path, instance.url))).text();
    return text.replace(/<[^>]*>/g, '');
  };
  assert.match(await page(`/register?q=${encodeURIComponent(name)}`), RegExp(`曾用名：${name}`));
  assert.doesNotMatch(await page('/register?q=迁名科技'), /曾用名/);
  const named = RegExp(`主体曾用名${name}（至 \\d{4}-\\d\\d-\\d\\d）`);
  await instance.until('the page that nginx kept is over',
    async () => named.test(await page(`/r/${digits}`)));
});

test('the new province takes it out of force by two of its people', async () => {
  const proposal = is(await strike(here.first), 201).json;
  const final = await made(await staff(instance, 'system_admin'), 'final_reviewer', '11');
  isProblem(await final.post(`/proposals/${proposal.id}/confirm`), 403, 'transferred');
  assert.deepEqual(is(await final.get(`/proposals/${proposal.id}`), 200).json.steps, []);
  const { items } = is(await final.get('/proposals'), 200).json;
  assert.ok(!items.some((p) => p.id === proposal.id));
  is(await here.last.post(`/proposals/${proposal.id}/confirm`), 200);
  assert.equal((await entry()).status, 'revoked');
});
