// A product is one tree that is saved whole. Its parts keep their ids while filings cover them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, ifMatch, is, isProblem } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, product, productData, reviewers, submit,
} from '../lib/way.mjs';

let instance, company;
before(async () => {
  instance = await Instance.start();
  company = await approvedCompany(instance, await reviewers(instance));
});
after(() => instance?.end());

const read = async (id) => {
  const r = is(await company.get(`/products/${id}`), 200);
  return { tree: r.json, etag: r.headers.etag };
};
const put = (id, tree, etag) =>
  company.put(`/products/${id}`, tree, etag ? ifMatch(etag) : {});

test('what GET answers can be PUT back, and every id stays', async () => {
  const p = await product(company);
  const { tree, etag } = await read(p.id);
  const saved = is(await put(p.id, tree, etag), 200);
  assert.deepEqual(saved.json.paths, tree.paths);
  assert.notEqual(saved.headers.etag, etag);
});

test('a save without If-Match gets 428, on a stale one 412, and nothing changes', async () => {
  const p = await product(company);
  const { tree, etag } = await read(p.id);
  isProblem(await put(p.id, tree), 428, 'if_match_required');
  const newer = is(await put(p.id, { ...tree, url: 'https://example.com/neu' }, etag), 200);
  const r = await put(p.id, { ...tree, url: 'https://example.com/alt' }, etag);
  isProblem(r, 412, 'stale');
  assert.equal(r.headers.etag, newer.headers.etag);
  assert.equal((await read(p.id)).tree.url, 'https://example.com/neu');
});

test('new paths and functions get ids of their own, whatever ids a client makes up', async () => {
  const p = await product(company);
  const { tree, etag } = await read(p.id);
  const [path] = tree.paths;
  const twin = structuredClone(path);
  const foreign = structuredClone(path);
  foreign.id = '0'.repeat(26);
  for (const f of foreign.functions) delete f.id;
  const saved = is(await put(p.id, { ...tree, paths: [path, twin, foreign] }, etag), 200).json;
  const ids = saved.paths.flatMap((x) => [x.id, ...x.functions.map((f) => f.id)]);
  assert.equal(new Set(ids).size, ids.length, 'no id stands twice in a tree');
  assert.equal(saved.paths[0].id, path.id);
  assert.ok(!ids.includes('0'.repeat(26)));
});

test('what a live filing covers cannot go, but be reworded, and the tree can grow', async () => {
  const p = await product(company);
  const [path] = p.paths;
  const data = await algorithmData(company, p);
  const whole = JSON.stringify([{ product: p.id }]);
  const part = JSON.stringify([{ product: p.id, path: path.id, function: path.functions[0].id }]);
  const narrow = JSON.parse(JSON.stringify(data).replace(whole, part));
  is(await submit(company, await draft(company, 'algorithm', narrow)), 200);
  let now = await read(p.id);
  const fresh = { steps: ['打开', '我的'], functions: [{ name: '新功能', description: '新加的功能' }] };
  isProblem(await put(p.id, { ...now.tree, paths: [fresh] }, now.etag), 409, 'product_in_use');
  const without = structuredClone(now.tree);
  without.paths[0].functions = [{ name: '另一个', description: '取代原来的' }];
  isProblem(await put(p.id, without, now.etag), 409, 'product_in_use');
  now = await read(p.id);
  const grown = structuredClone(now.tree);
  grown.paths[0].functions[0].description = '换一种说法';
  grown.paths.push(fresh);
  is(await put(p.id, grown, now.etag), 200);
});

test('an unfinished or unknown part is a finding at its place, and nothing is stored', async () => {
  const p = await product(company);
  const { tree, etag } = await read(p.id);
  const n = is(await company.get('/products?limit=100'), 200).json.items.length;
  const first = (more) => ({ ...tree, paths: [{ ...tree.paths[0], ...more }] });
  const cases = [
    [{ ...tree, paths: [] }, '/paths'],
    [first({ steps: [] }), '/paths/0/steps'],
    [first({ functions: [] }), '/paths/0/functions'],
    [first({ functions: [{ description: 'x' }] }), '/paths/0/functions/0/name'],
    [first({ colour: 1 }), '/paths/0/colour'],
    [{ ...tree, service_form: 'fax' }, '/service_form'],
    [{ ...tree, daily_active: -1 }, '/daily_active'],
    [{ ...tree, daily_active: '20000' }, '/daily_active'],
    [{ ...tree, daily_active: 1.5 }, '/daily_active'],
    [{ ...tree, daily_active: 1e300 }, '/daily_active'],
  ];
  for (const [body, at] of cases) {
    hasFinding(isProblem(await put(p.id, body, etag), 422), at, { severity: null });
    const made = { ...body, id: undefined, created_at: undefined, updated_at: undefined };
    isProblem(await company.post('/products', made), 422);
  }
  assert.equal((await read(p.id)).etag, etag);
  assert.equal(is(await company.get('/products?limit=100'), 200).json.items.length, n);
});

test('a product that is entered twice is pointed out, however it is written; another is not',
  async () => {
    const other = await approvedCompany(instance, await reviewers(instance));
    const data = {
      ...await productData(other, '示例App（甲）'), url: 'https://a.example.com/', licenses: [],
    };
    const twice = (r) => is(r, [200, 201]).json.findings
      .filter((f) => f.rule === 'duplicate.product_twice').map((f) => f.path);
    const first = await other.post('/products', data);
    assert.deepEqual(twice(first), []);
    const { id } = first.json;
    const again = { ...data, name: '示例 ＡＰＰ(甲)', url: 'https://b.example.com/' };
    assert.deepEqual(twice(await other.post('/products', again)), ['/name']);
    const moved = { ...data, name: '示例乙', url: 'HTTPS://A.example.com/' };
    assert.deepEqual(twice(await other.post('/products', moved)), ['/url'],
      'the same address under another name');
    const apart = { ...data, name: '示例丙', url: 'https://c.example.com/' };
    assert.deepEqual(twice(await other.post('/products', apart)), []);
    assert.deepEqual(twice(await company.post('/products', data)), [], 'of another organization');
    const { headers } = is(await other.get(`/products/${id}`), 200);
    const paths = twice(await other.put(`/products/${id}`, data, ifMatch(headers.etag)));
    assert.deepEqual(paths.sort(), ['/name', '/url'], 'of itself it is not one');
  });
