// One organization takes the room from nobody: so much it may have, and is told how much it has.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, ifMatch, is, isProblem, register } from '../lib/client.mjs';
import { pdf } from '../lib/files.mjs';
import {
  approvedCompany, draft, product, productData, reviewers, save, submit, submittedAlgorithm,
} from '../lib/way.mjs';

let instance, folder, company;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suanbei-quotas-'));
  const CONFIG = join(folder, 'config.json');
  await writeFile(CONFIG, JSON.stringify({
    'quota.drafts': 5, 'quota.open_filings': 6, 'quota.products': 3,
    'quota.attachments': 30, 'quota.attachment_bytes': 1 << 20, 'quota.draft_bytes': 200000,
    'quota.kept': 4, 'quota.refused': 2,
  }));
  instance = await Instance.start({ env: { CONFIG } });
  company = await approvedCompany(instance, await reviewers(instance));
});
after(async () => {
  await instance?.end();
  await rm(folder, { recursive: true, force: true });
});

const named = (name) => ({ basic: { name } });
const isQuota = (r, code) => {
  isProblem(r, 409, code);
  assert.match(r.json.detail, /已达上限：加上这次共 [\d.]+ \S+，至多 [\d.]+ \S+，/);
  return r;
};
const list = async (client, what) => is(await client.get(`/${what}?limit=100`), 200).json.items;

test('an organization has so many drafts, and one more when one is deleted', async () => {
  const all = [];
  for (let n = 0; n < 5; n++) all.push(await draft(company, 'algorithm', named(`算法${n}`)));
  isQuota(await company.post('/filings', { kind: 'algorithm', action: 'initial' }), 'quota_drafts');
  assert.equal((await list(company, 'filings')).filter((f) => f.state === 'draft').length, 5);
  is(await company.del(`/filings/${all[0].id}`, ifMatch(all[0].etag)), 204);
  const one = await draft(company, 'algorithm', named('又一个'));
  for (const f of [...all.slice(1), one])
    is(await company.del(`/filings/${f.id}`, ifMatch(f.etag)), 204);
  const other = await register(instance);
  is(await other.post('/filings', { kind: 'subject', action: 'initial' }), 201);
});

test('drafts sent at once are counted one by one', async () => {
  const by = await reviewers(instance);
  const c = await approvedCompany(instance, by);
  for (let n = 0; n < 4; n++) await draft(c, 'algorithm', named(`算法${n}`));
  const key = (n) => ({ headers: { 'Idempotency-Key': `k${n}` } });
  const all = await Promise.all(Array.from({ length: 8 }, (_, n) =>
    c.post('/filings', { kind: 'algorithm', action: 'initial' }, key(n))));
  for (const r of all) if (r.status === 409) isQuota(r, 'quota_drafts'); else is(r, [200, 201]);
  assert.equal((await list(c, 'filings')).filter((f) => f.state === 'draft').length, 5);
});

test('drafts are so long together; who makes one shorter always may', async () => {
  const c = await approvedCompany(instance, await reviewers(instance));
  const long = (n) => named('长'.repeat(n));
  const first = await draft(c, 'algorithm', long(30000));
  let second = await draft(c, 'algorithm', long(30000));
  const grown = () => c.put(`/filings/${second.id}`, { data: long(40000) }, ifMatch(second.etag));
  isQuota(await grown(), 'quota_draft_bytes');
  second = await save(c, second, long(29000));
  is(await c.del(`/filings/${first.id}`, ifMatch(first.etag)), 204);
  is(await grown(), 200);
});

test('an organization has so many products', async () => {
  for (let n = 0; n < 3; n++) await product(company);
  isQuota(await company.post('/products', await productData(company)), 'quota_products');
  const all = await list(company, 'products');
  assert.equal(all.length, 3);
  const p = is(await company.get(`/products/${all[0].id}`), 200);
  const now = is(await company.put(`/products/${all[0].id}`, p.json, ifMatch(p.headers.etag)), 200);
  is(await company.del(`/products/${all[0].id}`, ifMatch(now.headers.etag)), 204);
  await product(company);
});

test('what waits for review counts as open, and what is decided does not', async () => {
  const c = await approvedCompany(instance, await reviewers(instance));
  for (let n = 0; n < 3; n++) await submittedAlgorithm(c, `算法${n}`);
  for (let n = 0; n < 3; n++) await draft(c, 'algorithm', named(`草稿${n}`));
  const r = await c.post('/filings', { kind: 'algorithm', action: 'initial' });
  isQuota(r, 'quota_open_filings');
});

test('files have so many bytes together; the same one counts once', async () => {
  const c = await register(instance);
  const up = (bytes) => c.upload(bytes, 'application/pdf');
  const same = pdf('same', 300000);
  for (let n = 0; n < 3; n++) is(await up(same), 201);
  is(await up(pdf('b', 400000)), 201);
  isQuota(await up(pdf('c', 500000)), 'quota_attachment_bytes');
  is(await up(pdf('d', 20000)), 201);
  let n = 0;
  while ((await up(pdf('same', 1000))).status === 201) n++;
  assert.equal(n, 25);
  isQuota(await up(pdf('same', 1000)), 'quota_attachments');
});

test('of submits that were refused the last ones stay whole', async () => {
  const c = await register(instance);
  let f = await draft(c, 'subject', named('一家公司'));
  for (let n = 0; n < 5; n++) {
    f = await save(c, f, named(`一家公司${n}`));
    hasFinding(isProblem(await submit(c, f), 422, 'not_acceptable'), /^\//);
  }
  const all = is(await c.get(`/filings/${f.id}/decisions`), 200).json.items;
  assert.deepEqual(all.map((d) => d.n), [5, 4, 3, 2, 1]);
  for (const { n } of all) {
    const r = await c.get(`/filings/${f.id}/decisions/${n}`);
    if (n < 4) isProblem(r, 404, 'decision_forgotten');
    else assert.equal(is(r, 200).json.facts.filing.data.basic.name, `一家公司${n - 1}`);
  }
  is(await c.del(`/filings/${f.id}`, ifMatch(f.etag)), 204);
});

test('of saves that lost the newest of an organization stay', async () => {
  const c = await register(instance);
  const f = await draft(c, 'subject', named('第一'));
  const first = f.etag;
  await save(c, f, named('第二'));
  for (let n = 0; n < 6; n++) {
    const r = await c.put(`/filings/${f.id}`, { data: named(`另${n}`) }, ifMatch(first));
    isProblem(r, 412, 'stale');
  }
  const kept = is(await c.get(`/filings/${f.id}/kept`), 200).json.items;
  assert.equal(kept.length, 4);
});
