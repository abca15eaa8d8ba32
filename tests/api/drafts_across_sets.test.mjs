// A draft outlives the rules that it was begun under. Each field that is new or stricter is told,
// and nothing that was answered is lost.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, ifMatch, is, isProblem, register } from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, productData, reviewers, save, submit, subjectData,
} from '../lib/way.mjs';
import { caseOf } from '../lib/govern.mjs';

let instance, open, by;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await reviewers(instance);
});
after(() => instance?.end());

const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
const read = async (client, id) => {
  const r = is(await client.get(`/filings/${id}`), 200);
  return { ...r.json, etag: r.headers.etag };
};

// Each edit is [file, from, to]. → the hash of the set that is live then
async function edit(...edits) {
  const old = await active();
  const texts = new Map();
  const textOf = (name) => readFile(join(instance.rules, name), 'utf8').catch(() => '');
  for (const [name, from, to] of edits) {
    const text = texts.get(name) ?? (await textOf(name));
    const changed = from === null ? to : text.replace(from, to);
    assert.notEqual(changed, text, `${name} holds ${from}`);
    texts.set(name, changed);
  }
  await Promise.all([...texts].map(([name, text]) => writeFile(join(instance.rules, name), text)));
  await instance.until('the edit is live', async () => (await active()) !== old, { ms: 20000 });
  return active();
}

const noteField = /\n {4}field \{\n {6}name = 'traffic_note'[^]*?\n {4}\},/;
const postcode = `
    field {
      name = 'postcode', label = '邮政编码', type = 'text', max = 6,
      required = true, visibility = 'reviewer',
      help = '六位邮政编码。', example = '100080',
    },`;
// Adds a field that may be left empty to the subject form. → its text there
async function fieldAdded(name, label) {
  const text = `
    field {
      name = '${name}', label = '${label}', type = 'text', max = 40,
      required = false, visibility = 'reviewer', help = '选填。', example = '例',
    },`;
  await edit(['forms/subject.lua', /(\n {4}field \{\n {6}name = 'address')/, `${text}$1`]);
  return { text };
}
const shorter = [
  "name = 'address', label = '详细地址', type = 'text', max = limits.line_max",
  "name = 'address', label = '详细地址', type = 'text', max = 30",
];

test('each field that is new, stricter, gone or offers else is told; nothing is lost', async () => {
  const client = await register(instance);
  const data = await subjectData(client);
  data.basic.address = '北京市海淀区示例路 1 号示例大厦 8 层'.repeat(3);
  data.basic.entity_type = 'sole_proprietor';
  let filing = await draft(client, 'subject', data);
  const first = await active();
  assert.equal(filing.checked_with, first);
  assert.equal((await read(client, filing.id)).rules_changed, null);

  const second = await edit(
    ['forms/subject.lua', noteField, ''],
    ['forms/subject.lua', ...shorter],
    ['forms/subject.lua', /(\n {4}field \{\n {6}name = 'address')/, `${postcode}$1`],
    ['vocabulary.lua', "'sole_proprietor', label = '个体工商户'", "'cooperative', label = '农民专业合作社'"],
    ['checks/icp.lua', "severity = 'notice'", "severity = 'warning'"],
    ['cases/website.lua', /(rule = 'identity\.icp_old', severity = )'notice'/, "$1'warning'"],
  );
  filing = await read(client, filing.id);
  const told = filing.rules_changed;
  assert.equal(told.from, first);
  assert.equal(told.to, second);
  const by = Object.fromEntries(told.fields.map((x) => [`${x.change} ${x.path}`, x]));
  assert.deepEqual(Object.keys(by).sort(), [
    'choices /basic/entity_type', 'new /basic/postcode', 'removed /website/traffic_note',
    'stricter /basic/address',
  ]);
  const { message } = by['stricter /basic/address'];
  assert.match(message, /“主体基本信息 › 详细地址”.*由 200 字 改为 30 字/);
  assert.match(by['choices /basic/entity_type'].message, /不再提供个体工商户；新增农民专业合作社/);
  assert.match(by['new /basic/postcode'].suggestion, /请填写。六位邮政编码/);
  for (const x of told.fields) assert.ok(x.label && x.law && x.suggestion, JSON.stringify(x));
  assert.equal(told.rules.length, 1);
  assert.match(told.rules[0].message, /由提示改为提醒/);
  assert.match(told.message, /变化有 5 处/);
  const tellsAgain = async (words) =>
    assert.deepEqual((await read(client, filing.id)).rules_changed, told, words);
  await tellsAgain('and again from what is remembered');
  assert.deepEqual(filing.data, data, 'all that was answered is there');

  const more = { ...data, basic: { ...data.basic, postcode: '100080' } };
  const saved = await save(client, filing, more);
  assert.deepEqual(saved.data, more, 'what has no field any more stays, and what is too long');
  await tellsAgain('a save does not make the changes seen');
  const changed = { ...saved.data, website: { ...saved.data.website, traffic_note: '改写' } };
  const r = await client.put(`/filings/${filing.id}`, { data: changed }, ifMatch(saved.etag));
  hasFinding(isProblem(r, 422, 'shape_invalid'), '/website/traffic_note');

  const checked = is(await client.post(`/filings/${filing.id}/check`), 200).json;
  for (const at of ['/basic/address', '/basic/entity_type']) hasFinding(checked, at);
  const gone = hasFinding(checked, '/website/traffic_note', { severity: 'notice' });
  assert.equal(gone.rule, 'form.gone');
  assert.match(gone.message, /不再询问“访问量说明”/);
  filing = await read(client, filing.id);
  assert.equal(filing.checked_with, second);
  assert.equal(filing.rules_changed, null, 'once checked, there is nothing new');
});

test('an answer that is asked no longer hinders no submit, and is left out of it', async () => {
  const client = await register(instance);
  const data = await subjectData(client);
  data.basic.postcode ??= '100080';
  const { text } = await fieldAdded('fax', '传真');
  data.basic.fax = '010-12345678';
  const filing = await draft(client, 'subject', data);
  await edit(['forms/subject.lua', text, '']);
  const checked = is(await client.post(`/filings/${filing.id}/check`), 200).json;
  assert.equal(checked.verdict, 'acceptable', JSON.stringify(checked.findings));
  assert.equal(hasFinding(checked, '/basic/fax', { severity: 'notice' }).rule, 'form.gone');
  const sent = is(await submit(client, filing), 200).json;
  assert.equal(sent.decision.verdict, 'acceptable');
  assert.equal(hasFinding(sent.decision, '/basic/fax', { severity: 'notice' }).rule, 'form.gone');
  const v = is(await by.preliminary.get(`/filings/${filing.id}/versions/1`), 200).json;
  assert.equal(v.data.basic.fax, undefined);
  assert.equal(v.data.basic.name, data.basic.name);
  const seen = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  assert.deepEqual(seen.data, v.data);
  const typo = { ...data, basic: { ...data.basic, faxx: '1' } };
  const other = await draft(await register(instance), 'subject');
  const r = await client.put(`/filings/${other.id}`, { data: typo }, ifMatch(other.etag));
  assert.ok([404, 422].includes(r.status));
});

test('a product keeps an answer that is asked no longer, and can be saved', async () => {
  const text = `
    field {
      name = 'colour', label = '颜色', type = 'text', max = 40,
      required = false, visibility = 'reviewer', help = '选填。', example = '蓝',
    },`;
  await edit(['forms/product.lua', /(\n {4}field \{\n {6}name = 'url')/, `${text}$1`]);
  const company = await approvedCompany(instance, by);
  const made = is(await company.post('/products', await productData(company)), 201);
  assert.equal(made.json.colour, '蓝');
  await edit(['forms/product.lua', text, '']);
  const at = `/products/${made.json.id}`;
  const saved = is(await company.put(at, made.json, ifMatch(made.headers.etag)), 200);
  assert.equal(hasFinding(saved.json, '/colour', { severity: 'notice' }).rule, 'form.gone');
  assert.equal(saved.json.colour, '蓝');
  const typo = { ...saved.json, color: '蓝' };
  const r = await company.put(at, typo, ifMatch(saved.headers.etag));
  hasFinding(isProblem(r, 422, 'shape_invalid'), '/color');
});

// An edit of a limit by its title.
const limit = (title, from, to) =>
  ['limits.lua', `title = '${title}', value = ${from}`, `title = '${title}', value = ${to}`];

test('a set that asks nothing else of this form says so, and a new rule is named', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', await subjectData(client));
  await edit(limit('自评估报告大小上限', 50, 40));
  const same = (await read(client, filing.id)).rules_changed;
  assert.deepEqual([same.fields, same.rules], [[], []]);
  assert.match(same.message, /没有变化/);
  await edit(['cases/probe.lua', null, caseOf('probe.address')], ['checks/probe.lua', null, `rule {
    id = 'probe.address', title = '地址不是用例', law = '审核实践', severity = 'warning',
    kinds = { 'subject' }, reads = { 'filing.data.basic.address' },
    check = function(facts, say)
      if facts.filing.data.basic.address ~= '用例地址' then return end
      say.at('/basic/address', '地址是用例', '请换一个')
    end,
  }
  `]);
  const { rules, fields } = (await read(client, filing.id)).rules_changed;
  assert.deepEqual(fields, []);
  const told = rules.map((x) => [x.rule, x.change, x.severity, x.law]);
  assert.deepEqual(told, [['probe.address', 'new', 'warning', '审核实践']]);
});

test('a submitted filing tells nothing, a returned one what changed since then', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', { ...(await subjectData(client)) });
  is(await submit(client, filing), 200);
  await edit(limit('证件图片大小上限', 2, 1));
  assert.equal((await read(client, filing.id)).rules_changed, null);
  const reasons = [{ path: '/basic/name', reason: '与证照不符', suggestion: '请核对' }];
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  const { rules_changed: told } = await read(client, filing.id);
  assert.ok(told.fields.some((x) => /由 2 MB 改为 1 MB/.test(x.message)), JSON.stringify(told));
  const seen = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  assert.equal(seen.rules_changed, null, 'it is for the filer');
});
