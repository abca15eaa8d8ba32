// What is filed is frozen with the products that it covers: reviewers read it in words, the
// register shows it, and what a product gains or changes later is compared with it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, ifMatch, is, isProblem } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, publishedAlgorithm, reviewers, submit,
  submittedAlgorithm,
} from '../lib/way.mjs';

let instance, by, company, open;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  open = new Client(instance);
});
after(() => instance?.end());

const read = async (client, id) => is(await client.get(`/filings/${id}`), 200).json;

// Saves the product changed. → the answer
async function change(id, edit) {
  const { json, headers } = is(await company.get(`/products/${id}`), 200);
  const tree = structuredClone(json);
  edit(tree);
  return is(await company.put(`/products/${id}`, tree, ifMatch(headers.etag)), 200).json;
}

const entryOf = async (number) =>
  is(await open.get(`/register/${encodeURIComponent(number)}`), 200).json;

test('a product renamed after the submit is published as it was filed', async () => {
  const filing = await submittedAlgorithm(company);
  const name = filing.product.name;
  await change(filing.product.id, (p) => (p.name = '后来的名称'));
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  const { number } = await read(company, filing.id);
  const entry = await entryOf(number);
  assert.ok(entry.products.includes(name), entry.products);
  assert.doesNotMatch(entry.products, /后来的名称/);
});

test('reviewers read the covered products of a version in words, and whole', async () => {
  const p = await product(company);
  const [path] = p.paths;
  const data = await algorithmData(company, p);
  const part = { product: p.id, path: path.id, function: path.functions[0].id };
  data.service.coverage = [part];
  const filing = await draft(company, 'algorithm', data);
  const steps = path.steps.join(' › ');
  const inWords = [{
    ...part, label: `${p.name} › ${steps} › ${path.functions[0].name}`,
    functions: [{ path: steps, name: path.functions[0].name }], functions_total: 1,
  }];
  assert.deepEqual((await read(company, filing.id)).coverage, inWords, 'of a draft, too');
  is(await submit(company, filing), 200);
  for (const client of [company, by.preliminary]) {
    assert.deepEqual((await read(client, filing.id)).coverage, inWords);
    const list = is(await client.get(`/filings/${filing.id}/versions`), 200).json.items;
    assert.deepEqual(list.map((v) => v.n), [1]);
    assert.equal(list[0].promise, '我承诺上述填报信息真实有效');
    const v = is(await client.get(`/filings/${filing.id}/versions/1`), 200).json;
    assert.deepEqual(v.coverage, inWords);
    assert.equal(v.products[0].id, p.id);
    assert.deepEqual(v.products[0].paths, p.paths);
    assert.equal(v.data_hash, list[0].data_hash);
  }
  isProblem(await by.preliminary.get(`/products/${p.id}`), 403);
});

test('a filed product may change: filer and office are told what must be filed', async () => {
  const filing = await submittedAlgorithm(company);
  const { id } = filing.product;
  const still = await read(company, filing.id);
  assert.deepEqual(still.product_changes, []);
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  const { number } = await read(company, filing.id);

  const fresh = { steps: ['打开', '我的'], functions: [{ name: '新功能', description: '新加的功能' }] };
  const saved = await change(id, (p) => {
    p.name = '改过的名称';
    p.paths.push(fresh);
  });
  for (const at of ['/name', '/paths/1']) {
    const found = hasFinding(saved, at, { severity: 'warning' });
    assert.equal(found.rule, 'product.filed_change');
    assert.ok(found.message.includes(number), found.message);
    assert.match(found.suggestion, /10 个工作日内（至 \d{4}-\d\d-\d\d）/);
    assert.equal(found.law, '算法推荐管理规定 24.2');
  }
  // What an answer added may come back with the next save.
  is(await company.put(`/products/${id}`, saved, ifMatch(await etagOf(id))), 200);
  for (const client of [company, by.preliminary, by.final]) {
    const [told] = (await read(client, filing.id)).product_changes;
    assert.equal(told.product, id);
    assert.equal(told.name, '改过的名称');
    hasFinding(told, '/name', { severity: 'warning' });
    hasFinding(told, '/paths/1', { severity: 'warning' });
  }
  await change(id, (p) => {
    p.name = filing.product.name;
    p.paths.pop();
  });
  assert.deepEqual((await read(company, filing.id)).product_changes, []);
});

async function etagOf(id) {
  return is(await company.get(`/products/${id}`), 200).headers.etag;
}

test('warnings about a product come with the answer to its save', async () => {
  const p = await product(company);
  const saved = await change(p.id, (x) => (x.daily_active = x.monthly_active + 1));
  assert.equal(hasFinding(saved, '/daily_active', { severity: 'warning' }).rule,
    'product.active_users');
  assert.equal(is(await company.get(`/products/${p.id}`), 200).json.findings, undefined);
});

test('a double is told, at home with its number, elsewhere with nothing of it', async () => {
  const first = await publishedAlgorithm(instance, company, by);
  const again = await submittedAlgorithm(company);
  const home = again.decision.findings.filter((f) => f.rule === 'duplicate.own');
  assert.ok(home.some((f) => f.message.includes(first.number)), JSON.stringify(home));
  const rival = await approvedCompany(instance, by);
  const { decision } = await submittedAlgorithm(rival);
  const there = decision.findings.filter((f) => f.rule === 'duplicate.elsewhere');
  const told = there.map((f) => [f.severity, f.path]);
  assert.deepEqual(told, [['warning', ''], ['warning', '/basic/name']]);
  assert.ok(!JSON.stringify(decision).includes(first.number));
});
