// The register counted, narrowed by codes or by words, and walked in three orders.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, open;
const tag = `灰雁${unique()}`;
const names = [`乙${tag}算法`, `甲${tag}算法`, `丙${tag}算法`, `甲${tag}算法二`];
const made = [];
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  for (const name of names) made.push(await publishedAlgorithm(instance, company, by, name));
});
after(() => instance?.end());

const ask = async (query) =>
  is(await open.get(`/register?${new URLSearchParams({ counts: 'true', ...query })}`), 200).json;
const called = (page) => page.items.map((e) => e.algorithm_name);

async function walked(query) {
  const out = [];
  for (let cursor; cursor !== null;) {
    const page = await ask({ ...query, limit: 1, ...(cursor && { cursor }) });
    assert.equal(page.total === null, Boolean(cursor), 'counted with the first page alone');
    assert.equal(page.facets === null, Boolean(cursor));
    out.push(...called(page));
    cursor = page.next;
  }
  return out;
}

test('a search says how many there are, and how many another choice would give', async () => {
  const page = await ask({ q: tag });
  assert.equal(page.total, 4);
  const [type] = page.facets.type;
  assert.equal(type.n, 4);
  assert.equal(type.label, page.items[0].algorithm_type_label);
  assert.equal(page.facets.area[0].label, page.items[0].area_label);
  assert.equal(page.facets.year[0].code, page.items[0].filed_on.slice(0, 4));
  assert.ok(page.disclaimer.includes('不代表'));
  const other = await ask({ q: tag, algorithm_type: 'ranking_selection' });
  assert.equal(other.total, 0);
  assert.deepEqual(other.facets.type, page.facets.type, 'a facet is not narrowed by itself');
  assert.deepEqual(other.facets.area, []);
  assert.equal((await ask({ status: 'revoked' })).total, 0);
  assert.equal((await ask({ q: tag, year: '1999' })).total, 0);
});

test('who does not ask for counts does not wait for them', async () => {
  const page = is(await open.get(`/register?${new URLSearchParams({ q: tag })}`), 200).json;
  assert.deepEqual([page.items.length, page.total, page.facets], [4, null, null]);
});

test('a filter takes a code or its word, and a wrong one finds nothing', async () => {
  const [e] = (await ask({ q: tag })).items;
  for (const query of [
    { algorithm_type: e.algorithm_type }, { algorithm_type: e.algorithm_type_label },
    { area: e.area }, { area: e.area_label }, { area: e.area.slice(0, 2) },
    { year: e.filed_on.slice(0, 4) }, { organization: e.organization },
    ...(e.role ? [{ role: e.role }, { role: e.role_label }] : []),
  ]) {
    const page = await ask({ q: tag, ...query });
    assert.equal(page.total, 4, JSON.stringify(query));
    assert.equal(page.items.length, 4, JSON.stringify(query));
  }
  for (const query of [
    { area: '110199' }, { organization: e.organization.slice(1) }, { organization: '%' },
    { year: '20' },
  ]) {
    const page = await ask({ q: tag, ...query });
    assert.deepEqual([page.total, page.items], [0, []], JSON.stringify(query));
  }
  for (const query of [{ algorithm_type: '没有' }, { area: '99' }, { role: "' OR 1=1" }])
    isProblem(await open.get(`/register?${new URLSearchParams({ q: tag, ...query })}`), 400,
      'code_unknown');
  const back = { filed_from: '2026-02-02', filed_to: '2026-02-01' };
  isProblem(await open.get(`/register?${new URLSearchParams(back)}`), 400, 'span_reversed');
  isProblem(await open.get('/register/cancellations?from=2026-02-02&to=2026-02-01'), 400,
    'span_reversed');
});

test('three orders, with and without a text or an organization, page by page', async () => {
  const { organization } = (await ask({ q: tag })).items[0];
  const byName = [...names].sort((a, b) => (Buffer.from(a) < Buffer.from(b) ? -1 : 1));
  for (const by of [{}, { q: tag }, { organization }, { q: tag, organization }]) {
    assert.deepEqual(await walked(by), [...names].reverse(), 'newest');
    assert.deepEqual(await walked({ ...by, sort: 'oldest' }), names, 'oldest');
    assert.deepEqual(await walked({ ...by, sort: 'name' }), byName, 'name');
  }
  isProblem(await open.get('/register?sort=x'), 400, 'parameter_invalid');
});

test('the figures are those of the whole register', async () => {
  const x = is(await open.get('/register/statistics'), 200).json;
  const sum = (rows) => rows.reduce((n, r) => n + r.n, 0);
  assert.deepEqual([x.total, x.in_force, x.organizations], [4, 4, 1]);
  for (const name of ['by_type', 'by_area', 'by_year', 'by_month'])
    assert.equal(sum(x[name]), 4, name);
  assert.match(x.by_month[0].code, /^\d{4}-\d\d$/);
  assert.match(x.by_type[0].label, /类$/);
});
