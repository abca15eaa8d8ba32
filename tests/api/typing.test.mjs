// What a page asks while somebody types: forms by tag, areas, judgements of what is not saved.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, ifMatch, is, isProblem, register } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, form, product, productData, reviewers, save, subjectData,
  submit,
} from '../lib/way.mjs';
import { withValue } from '../lib/forms.mjs';

let instance, open, company;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  company = await approvedCompany(instance, await reviewers(instance));
});
after(() => instance?.end());

const field = (answer, path) => answer.fields.find((f) => f.path === path);
const checkOf = async (filing, data) =>
  is(await company.post(`/filings/${filing.id}/check`, { data }), 200).json;

test('a form is sent once: whoever has its tag gets 304', async () => {
  const tags = new Set();
  for (const kind of ['subject', 'algorithm', 'product', 'account']) {
    const { headers } = is(await open.get(`/forms/${kind}`), 200);
    assert.equal(headers['cache-control'], 'public, no-cache');
    const known = { headers: { 'If-None-Match': headers.etag } };
    assert.equal(is(await open.get(`/forms/${kind}`, known), 304).text, '');
    tags.add(headers.etag);
  }
  assert.equal(tags.size, 4);
  const other = { headers: { 'If-None-Match': '"nothing"' } };
  is(await open.get('/forms/subject', other), 200);
});

test('steps hold every section once, in order, and end with a look at all of it', async () => {
  for (const [kind, titles] of [
    ['algorithm', ['算法基础属性信息', '算法详细属性信息', '产品及功能关联', '确认提交']],
    ['subject', ['主体与证件', '负责人', '承诺书与制度文件', '确认提交']],
  ]) {
    const f = await form(open, kind);
    assert.deepEqual(f.steps.map((s) => s.title), titles);
    assert.deepEqual(f.steps.flatMap((s) => s.sections), f.sections.map((s) => s.id));
    assert.deepEqual(f.steps.at(-1).sections, []);
  }
  const f = await form(open, 'account');
  assert.deepEqual(f.steps, [{ id: 'account', title: '单位与联系人', sections: ['account'] }]);
});

test('a keyed list says so, and the schema of its items has the id', async () => {
  const f = await form(open, 'product');
  const paths = f.sections.flatMap((s) => s.fields).find((x) => x.name === 'paths');
  assert.equal(paths.keyed, true);
  assert.equal(paths.fields.find((x) => x.name === 'functions').keyed, true);
  const item = f.schema.properties.paths.items.properties;
  assert.equal(item.id.type, 'string');
  assert.equal(item.functions.items.properties.id.type, 'string');
  assert.ok(!f.schema.properties.paths.items.required.includes('id'));
});

// A page that knows the form alone sends what the schema declares, and nothing else.
function bySchema(schema, value) {
  if (Array.isArray(value)) return value.map((v) => bySchema(schema.items, v));
  if (!schema?.properties || value === null || typeof value !== 'object') return value;
  const known = Object.entries(value).filter(([key]) => key in schema.properties);
  return Object.fromEntries(known.map(([key, v]) => [key, bySchema(schema.properties[key], v)]));
}

test('a page drawn from the form alone renames a function, and coverage stays whole', async () => {
  const { schema } = await form(open, 'product');
  const { id } = await product(company);
  const { json, headers } = is(await company.get(`/products/${id}`), 200);
  const sent = bySchema(schema, json);
  sent.paths[0].functions[0].name = '改了名字';
  const saved = is(await company.put(`/products/${id}`, sent, ifMatch(headers.etag)), 200).json;
  assert.equal(saved.paths[0].functions[0].id, json.paths[0].functions[0].id);
  assert.equal(saved.paths[0].id, json.paths[0].id);
});

test('areas are walked from provinces to counties, and a wrong code says so', async () => {
  const list = async (q) => is(await open.get(`/vocabulary/area${q}`), 200).json.items;
  const provinces = await list('');
  assert.ok(provinces.length >= 31 && provinces.length <= 34);
  const beijing = provinces.find((p) => p.label === '北京市');
  const [city] = await list(`?parent=${beijing.code}`);
  const haidian = (await list(`?parent=${city.code}`)).find((a) => a.code === '110108');
  assert.deepEqual(haidian,
    { code: '110108', label: '海淀区', path: '北京市海淀区', has_children: false });
  const dongguan = await list('?parent=441900');
  assert.ok(dongguan.some((a) => a.code === '441901'));
  for (const wrong of ['x', '1101', '110108000', "1'0108", '％'])
    isProblem(await open.get(`/vocabulary/area?parent=${encodeURIComponent(wrong)}`), 404);
  const subject = await form(open, 'subject');
  const area = subject.sections[0].fields.find((f) => f.name === 'area');
  assert.equal(area.widget, 'area');
});

test('a check of what is not saved stores nothing, and asks for what these data need', async () => {
  const p = await product(company);
  const data = await algorithmData(company, p);
  const filing = await draft(company, 'algorithm', data);
  const at = `/filings/${filing.id}`;
  const was = is(await company.get(at), 200);

  const generating = await checkOf(filing, data);
  assert.equal(generating.verdict, 'acceptable', JSON.stringify(generating.findings));
  assert.deepEqual(field(generating, '/basic/role'),
    { path: '/basic/role', required: true, applicable: true });
  assert.deepEqual(field(generating, '/basic/subclass'),
    { path: '/basic/subclass', required: false, applicable: false });

  const nameless = withValue(data, '/basic/name', '');
  const other = withValue(nameless, '/basic/class', 'retrieval_filtering');
  const filtering = await checkOf(filing, other);
  hasFinding(filtering, '/basic/name');
  assert.equal(field(filtering, '/basic/subclass').required, true);
  assert.equal(field(filtering, '/attachments/marking_scheme').applicable, false);

  const now = is(await company.get(at), 200);
  assert.equal(now.headers.etag, was.headers.etag);
  assert.deepEqual(now.json.data, was.json.data);
});

test('each item of a list is asked for its own', async () => {
  const data = await algorithmData(company, await product(company));
  const filing = await draft(company, 'algorithm', data);
  const [model] = data.model.models;
  const models = [{ ...model, origin: 'self' }, model].map((m, i) => ({ ...m, id: `m${i}` }));
  const origins = (await form(open, 'algorithm')).sections.find((s) => s.id === 'model');
  assert.equal(origins.fields[0].keyed, true);
  const answer = await checkOf(filing, withValue(data, '/model/models', models));
  assert.equal(field(answer, '/model/models/0/provider').applicable, false);
  assert.equal(field(answer, '/model/models/1/provider').required, true);
  const long = withValue(data, '/model/models', [{ ...model, id: 'x'.repeat(65) }]);
  hasFinding(await checkOf(filing, long), '/model/models/0/id');
});

test('findings stand in the order of the form, and none repeats the help', async () => {
  const filing = await draft(company, 'algorithm', {});
  const answer = await checkOf(filing, { basic: { name: '某' }, model: { models: [{}] } });
  const f = await form(open, 'algorithm');
  const places = f.sections.flatMap((s) => s.fields.map((x) => `/${s.id}/${x.name}`));
  const at = (path) => places.findIndex((p) => path === p || path.startsWith(`${p}/`));
  const order = answer.findings.filter((x) => at(x.path) >= 0).map((x) => at(x.path));
  assert.ok(order.length > 20);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  const helps = f.sections.flatMap((s) => s.fields.map((x) => x.help));
  for (const x of answer.findings)
    assert.ok(x.suggestion && !helps.some((h) => x.suggestion.endsWith(h)), x.suggestion);
});

test('what is judged as the organization’s own sees its products and files', async () => {
  const p = await product(company);
  const data = await algorithmData(company, p);
  const ask = (client, more) => client.post('/check', { kind: 'algorithm', data, ...more });
  const own = is(await ask(company, { organization: 'own' }), 200).json;
  assert.equal(own.verdict, 'acceptable', JSON.stringify(own.findings));
  const stranger = await approvedCompany(instance, await reviewers(instance));
  const theirs = is(await ask(stranger, { organization: 'own' }), 200).json;
  hasFinding(theirs, '/documents/self_assessment');
  isProblem(await ask(open, { organization: 'own' }), 401, 'login_required');
  isProblem(await ask(company, { organization: 'theirs' }), 422);
  const tree = await productData(company);
  const mine = { kind: 'product', data: tree, organization: 'own' };
  assert.equal(is(await company.post('/check', mine), 200).json.verdict, 'acceptable');
});

test('a check of unsaved data is for the filer alone, and of a shape of the form', async () => {
  const filer = await register(instance);
  const filing = await draft(filer, 'subject', {});
  const at = `/filings/${filing.id}/check`;
  isProblem(await company.post(at, { data: {} }), 404, 'not_found');
  hasFinding(isProblem(await filer.post(at, { data: { basic: { name: 7 } } }), 422), '/basic/name');
  isProblem(await filer.post(at, { data: [] }), 422);
  isProblem(await filer.post(at, { dta: {} }), 422);
  const bidi = `\u202e<script>alert(1)</script>${'长'.repeat(20000)}`;
  const answer = is(await filer.post(at, { data: { basic: { name: bidi } } }), 200).json;
  const { value } = hasFinding(answer, '/basic/name');
  assert.ok([...value].length <= 61);
});

test('a product that is not finished is kept, and is not filed before it is', async () => {
  const made = is(await company.post('/products', { complete: false, name: '半成品' }), 201).json;
  assert.equal(made.state, 'draft');
  assert.ok(made.missing > 3);
  assert.ok(made.findings.length >= made.missing);
  const data = await algorithmData(company, made);
  const filing = await draft(company, 'algorithm', data);
  const checked = is(await company.post(`/filings/${filing.id}/check`), 200).json;
  assert.equal(checked.verdict, 'not_acceptable');
  assert.match(hasFinding(checked, '/service/coverage/0').message, /半成品/);
  const refused = isProblem(await submit(company, filing), 422, 'product_unfinished');
  hasFinding(refused, '/service/coverage/0');

  const whole = { ...(await productData(company)), name: '半成品' };
  const now = is(await company.get(`/products/${made.id}`), 200);
  const half = { ...now.json, audience: ['public'], complete: false };
  const less = is(await company.put(`/products/${made.id}`, half, ifMatch(now.headers.etag)), 200);
  assert.ok(less.json.missing < made.missing);
  const tag = ifMatch(less.headers.etag);
  const done = is(await company.put(`/products/${made.id}`, whole, tag), 200).json;
  assert.equal(done.state, 'complete');
  assert.equal(done.missing, 0);
  is(await submit(company, filing), 200);
});

test('who names a product is told, drafts too, and a filing does not lose it', async () => {
  const p = await product(company);
  const path = p.paths[0];
  const data = await algorithmData(company, p);
  const filing = await draft(company, 'algorithm', data);
  const deep = [{ product: p.id, path: path.id, function: path.functions[0].id }];
  const saved = await save(company, filing, withValue(data, '/service/coverage', deep));
  const [use] = is(await company.get(`/products/${p.id}`), 200).json.used_by;
  assert.equal(use.filing, filing.id);
  assert.equal(use.function, path.functions[0].id);
  assert.match(use.state_label, /草稿/);
  is(await submit(company, saved), 200);
  const kept = isProblem(await company.del(`/products/${p.id}`), 409, 'product_in_use');
  assert.equal(kept.used_by[0].filing, filing.id);
  const now = is(await company.get(`/products/${p.id}`), 200);
  assert.equal(now.json.used_by.length, 1);
  const half = { ...now.json, complete: false };
  isProblem(await company.put(`/products/${p.id}`, half, ifMatch(now.headers.etag)), 409);
  const listed = is(await company.get('/products?limit=100'), 200).json.items;
  assert.equal(listed.find((x) => x.id === p.id).used_by[0].filing, filing.id);
});

test('a save that lost is kept once, and for its organization alone', async () => {
  const at = `/products/${(await product(company)).id}`;
  const { json, headers } = is(await company.get(at), 200);
  const url = 'https://example.com/neu';
  is(await company.put(at, { ...json, url }, ifMatch(headers.etag)), 200);
  const lose = (more) => company.put(at, { ...json, ...more }, ifMatch(headers.etag));
  const first = isProblem(await lose({ name: '<b>晚</b>' }), 412, 'stale');
  const again = isProblem(await lose({ name: '<b>晚</b>' }), 412, 'stale');
  assert.equal(again.kept, first.kept);
  const unfinished = isProblem(await lose({ name: '', complete: false }), 412, 'stale');
  assert.notEqual(unfinished.kept, first.kept);
  const { items } = is(await company.get(`${at}/kept`), 200).json;
  assert.deepEqual(items.map((x) => x.id), [unfinished.kept, first.kept]);
  const copy = is(await company.get(`${at}/kept/${first.kept}`), 200).json;
  assert.equal(copy.data.name, '<b>晚</b>');
  assert.equal(copy.base_etag, headers.etag);
  assert.deepEqual(copy.data.paths, json.paths);
  const stranger = await register(instance);
  isProblem(await stranger.get(`${at}/kept`), 404, 'not_found');
  isProblem(await stranger.get(`${at}/kept/${first.kept}`), 404, 'not_found');
});

test('the subject of a form of an earlier set stays as it was declared', async () => {
  const { rule_set } = await form(open, 'subject');
  const { readFile, writeFile } = await import('node:fs/promises');
  const path = `${instance.rules}/forms/subject.lua`;
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace("label = '主体名称'", "label = '单位全称'"));
  await instance.until('another set is active', async () =>
    (await form(open, 'subject')).rule_set !== rule_set);
  const label = (f) => f.sections[0].fields[0].label;
  assert.equal(label(await form(open, 'subject')), '单位全称');
  const old = is(await open.get(`/forms/subject?rule_set=${rule_set}`), 200);
  assert.equal(label(old.json), '主体名称');
  assert.equal(old.json.rule_set, rule_set);
  isProblem(await open.get(`/forms/subject?rule_set=${'0'.repeat(64)}`), 404, 'form_unknown');
  isProblem(await open.get(`/forms/$.law?rule_set=${rule_set}`), 404);
  assert.ok(await subjectData(company));
});
