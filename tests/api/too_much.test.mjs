// What is too large is refused with what to reduce, nothing of it is stored, and no rule is blamed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, ifMatch, is, isProblem, register } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, check, draft, form, product, productData, reviewers, subjectData,
  submit,
} from '../lib/way.mjs';

let instance, company, open;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  company = await approvedCompany(instance, await reviewers(instance));
  open = new Client(instance);
  const limits = join(instance.rules, 'limits.lua');
  const was = is(await open.get('/rule-sets/active'), 200).json.hash;
  const text = (await readFile(limits, 'utf8'))
    .replace(/(name = 'products_max'[^}]*value = )\d+/, '$13')
    .replace(/(name = 'facts_bytes_max'[^}]*value = )5 \* 1048576/, '$1400000')
    .replace(/(name = 'products_bytes_max'[^}]*value = )2 \* 1048576/, '$1300000');
  await writeFile(limits, text);
  await instance.until('the caps are live', async () =>
    is(await open.get('/rule-sets/active'), 200).json.hash !== was, { ms: 20000 });
});
after(() => instance?.end());

const tooMuch = (r) => {
  isProblem(r, 422, 'too_much');
  assert.ok(r.json.findings.length > 0, r.text);
  for (const f of r.json.findings) assert.ok(f.message && f.suggestion, r.text);
  return r.json.findings;
};
const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));

test('sixty thousand choices are not taken in, and the draft stays as it was', async () => {
  const data = await algorithmData(company, await product(company));
  const filing = await draft(company, 'algorithm', data);
  const { sections } = await form(company, 'algorithm');
  const has = (s) => s.fields.find((f) => f.type === 'choices');
  const section = sections.find(has).id;
  const { name } = has(sections.find(has));
  const wide = structuredClone(data);
  wide[section][name] = many(60000, () => 'text');
  const r = await company.put(`/filings/${filing.id}`, { data: wide }, ifMatch(filing.etag));
  const [found] = tooMuch(r);
  assert.equal(found.path, `/${section}/${name}`);
  assert.match(found.message, /60000 项，至多 500 项/);
  const now = is(await company.get(`/filings/${filing.id}`), 200);
  assert.deepEqual([now.json.data, now.headers.etag], [data, filing.etag]);
  tooMuch(await open.post('/check', { kind: 'algorithm', action: 'initial', data: wide }));
});

test('a text of three hundred thousand characters is one finding at its place', async () => {
  const filer = await register(instance);
  const data = await subjectData(filer);
  data.website.domain = 'a'.repeat(300000);
  const answer = await check(open, 'subject', data);
  assert.equal(answer.verdict, 'not_acceptable');
  const errors = answer.findings.filter((f) => f.severity === 'error' || f.fault);
  assert.deepEqual(errors.map((f) => [f.rule, f.path]), [['form.length', '/website/domain']]);
  const sent = await submit(filer, await draft(filer, 'subject', data));
  isProblem(sent, 422, 'not_acceptable');
  hasFinding(sent.json, '/website/domain', { rule: 'form.length' });
});

test('a date that no deadline can be counted from is a finding, and no rule fails', async () => {
  const data = await algorithmData(company, await product(company));
  for (const day of ['2199-12-31', '2190-12-31', '2121-01-01', '9999-12-31', '1899-12-31']) {
    data.basic = { ...data.basic, online_on: day, online_status: 'online' };
    const answer = await check(open, 'algorithm', data);
    assert.equal(answer.verdict, 'not_acceptable');
    const at = answer.findings.filter((f) => f.path === '/basic/online_on');
    assert.deepEqual(at.map((f) => f.rule), ['form.date'], day);
    assert.match(at[0].message, /应在 1900-01-01 与 2120-12-31 之间|像是“长期”的写法/);
    assert.ok(!answer.findings.some((f) => f.fault), JSON.stringify(answer.findings));
  }
  const blank = await check(open, 'algorithm', { basic: { online_on: '2199-12-31' } });
  assert.equal(blank.verdict, 'not_acceptable');
  hasFinding(blank, '/basic/name', { rule: 'form.required' });
  data.basic.online_on = '2026-02-30';
  const found = hasFinding(await check(open, 'algorithm', data), '/basic/online_on');
  assert.match(found.message, /不是存在的日期/);
});

test('a day to judge by from which nothing can be counted is refused', async () => {
  const body = { kind: 'subject', action: 'initial', data: {}, clock: { today: '2199-12-31' } };
  isProblem(await open.post('/check', body), 422, 'date_invalid');
});

test('products are neither too many nor together too large; the largest are named', async () => {
  const filer = await approvedCompany(instance, await reviewers(instance));
  const first = await product(filer, '小产品');
  const large = await productData(filer, '大产品');
  const [path] = large.paths;
  const [fn] = path.functions;
  path.functions = many(100, (i) => ({ ...fn, name: `功能${i}`, description: '长'.repeat(1200) }));
  const found = tooMuch(await filer.post('/products', large));
  assert.match(found[0].message, /产品“大产品”占 \d+ KB/);
  assert.equal(is(await filer.get('/products'), 200).json.items.length, 1, 'nothing is stored');
  await product(filer, '二');
  await product(filer, '三');
  assert.match(tooMuch(await filer.post('/products', await productData(filer)))[0].message,
    /已有 3 个产品，至多 3 个/);
  const kept = is(await filer.get(`/products/${first.id}`), 200);
  is(await filer.put(`/products/${first.id}`, kept.json, ifMatch(kept.headers.etag)), 200);
});

test('facts that are too much are refused at submit, with their largest parts', async () => {
  const filer = await approvedCompany(instance, await reviewers(instance));
  const data = await algorithmData(filer, await product(filer));
  data.disclosure = { ...data.disclosure, name: 'x'.repeat(450000) };
  const filing = await draft(filer, 'algorithm', data);
  const sent = await submit(filer, filing);
  const [largest] = tooMuch(sent);
  assert.equal(largest.path, '/disclosure/name');
  assert.match(sent.json.detail, /上限 391 KB/);
  const now = is(await filer.get(`/filings/${filing.id}`), 200).json;
  assert.deepEqual([now.state, now.version], ['draft', 1]);
  is(await filer.get(`/filings/${filing.id}/decisions`), 200).json.items.forEach(assert.fail);
});
