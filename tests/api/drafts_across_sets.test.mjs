// A draft outlives the rules it was begun under: what is new or stricter is told per field, and nothing already answered is lost.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, register } from '../lib/client.mjs';
import { decide, draft, reviewers, save, submit, subjectData } from '../lib/way.mjs';

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

// Each edit is [file, from, to]; answers the hash of the set that is live then.
async function edit(...edits) {
  const old = await active();
  const texts = new Map();
  for (const [name, from, to] of edits) {
    const text = texts.get(name) ?? (await readFile(join(instance.rules, name), 'utf8').catch(() => ''));
    const changed = from === null ? to : text.replace(from, to);
    assert.notEqual(changed, text, `${name} holds ${from}`);
    texts.set(name, changed);
  }
  await Promise.all([...texts].map(([name, text]) => writeFile(join(instance.rules, name), text)));
  await until('the edited set is live', async () => (await active()) !== old, { ms: 20000 }).catch(async (error) => {
    throw new Error(`${error.message}\n${(await instance.logs()).slice(-1500)}`, { cause: error });
  });
  return active();
}

const noteField = /\n {4}field \{\n {6}name = 'traffic_note'[^]*?\n {4}\},/;
const postcode = `
    field {
      name = 'postcode', label = '邮政编码', type = 'text', max = 6, required = true, visibility = 'reviewer',
      help = '六位邮政编码。', example = '100080',
    },`;
const shorter = ["name = 'address', label = '详细地址', type = 'text', max = limits.line_max", "name = 'address', label = '详细地址', type = 'text', max = 30"];

test('what is new, required, stricter, removed and offered differently is told per field, with old and new value, and nothing is lost', async () => {
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
    ['vocabulary.lua', "    { code = 'sole_proprietor', label = '个体工商户' },\n", "    { code = 'cooperative', label = '农民专业合作社' },\n"],
    ['checks/icp.lua', "severity = 'notice'", "severity = 'warning'"],
    ['cases/website.lua', /(rule = 'identity\.icp_old', severity = )'notice'/, "$1'warning'"],
  );
  filing = await read(client, filing.id);
  const told = filing.rules_changed;
  assert.equal(told.from, first);
  assert.equal(told.to, second);
  const by = Object.fromEntries(told.fields.map((x) => [`${x.change} ${x.path}`, x]));
  assert.deepEqual(Object.keys(by).sort(), ['choices /basic/entity_type', 'new /basic/postcode', 'removed /website/traffic_note', 'stricter /basic/address']);
  assert.match(by['stricter /basic/address'].message, /“主体基本信息 › 详细地址”.*由 200 字 改为 30 字/);
  assert.match(by['choices /basic/entity_type'].message, /不再提供个体工商户；新增农民专业合作社/);
  assert.match(by['new /basic/postcode'].suggestion, /请填写。六位邮政编码/);
  for (const x of told.fields) assert.ok(x.label && x.law && x.suggestion, JSON.stringify(x));
  assert.equal(told.rules.length, 1);
  assert.match(told.rules[0].message, /由提示改为提醒/);
  assert.match(told.message, /变化有 5 处/);
  assert.deepEqual((await read(client, filing.id)).rules_changed, told, 'and again from what is remembered');
  assert.deepEqual(filing.data, data, 'all that was answered is there');

  const saved = await save(client, filing, { ...data, basic: { ...data.basic, postcode: '100080' } });
  assert.equal(saved.data.website.traffic_note, data.website.traffic_note, 'the answer to a field that is gone stays');
  assert.equal(saved.data.basic.address, data.basic.address, 'a text too long by now is saved as it is');
  assert.deepEqual((await read(client, filing.id)).rules_changed, told, 'a save does not make the changes seen');
  const changed = { ...saved.data, website: { ...saved.data.website, traffic_note: '改写' } };
  hasFinding(isProblem(await client.put(`/filings/${filing.id}`, { data: changed }, { headers: { 'If-Match': saved.etag } }), 422, 'shape_invalid'), '/website/traffic_note');

  const checked = is(await client.post(`/filings/${filing.id}/check`), 200).json;
  for (const at of ['/basic/address', '/basic/entity_type', '/website/traffic_note']) hasFinding(checked, at);
  filing = await read(client, filing.id);
  assert.equal(filing.checked_with, second);
  assert.equal(filing.rules_changed, null, 'once checked, there is nothing new');
});

test('a set that asks for nothing else of this form says so, and a rule that is new is named', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', await subjectData(client));
  await edit(['limits.lua', "title = '自评估报告大小上限', value = 50", "title = '自评估报告大小上限', value = 40"]);
  const same = (await read(client, filing.id)).rules_changed;
  assert.deepEqual([same.fields, same.rules], [[], []]);
  assert.match(same.message, /没有变化/);
  await edit(
    ['cases/probe.lua', null, "case { name = '测试用规则会给出意见', form = 'subject', set = { ['/basic/address'] = '用例地址' }, expect = { findings = { { rule = 'probe.address', path = '/basic/address' } } } }\n"],
    ['checks/probe.lua', null, `rule {
  id = 'probe.address', title = '地址不是用例', law = '审核实践', severity = 'warning', kinds = { 'subject' }, reads = { 'filing.data.basic.address' },
  check = function(facts, say)
    if facts.filing.data.basic.address == '用例地址' then say.at('/basic/address', '地址是用例', '请换一个') end
  end,
}
`]);
  const { rules, fields } = (await read(client, filing.id)).rules_changed;
  assert.deepEqual(fields, []);
  assert.deepEqual(rules.map((x) => [x.rule, x.change, x.severity, x.law]), [['probe.address', 'new', 'warning', '审核实践']]);
});

test('a submitted filing tells nothing; when it is returned, it tells what changed since it was submitted', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', { ...(await subjectData(client)) });
  is(await submit(client, filing), 200);
  await edit(['limits.lua', "title = '证件图片大小上限', value = 2", "title = '证件图片大小上限', value = 1"]);
  assert.equal((await read(client, filing.id)).rules_changed, null);
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons: [{ path: '/basic/name', reason: '与证照不符', suggestion: '请核对' }] });
  const { rules_changed: told } = await read(client, filing.id);
  assert.ok(told.fields.some((x) => /由 2 MB 改为 1 MB/.test(x.message)), JSON.stringify(told));
  const seen = is(await by.preliminary.get(`/filings/${filing.id}`), 200).json;
  assert.equal(seen.rules_changed, null, 'it is for the filer');
});
