// Nothing that was typed into a draft is ever lost.
import { test, before, beforeEach, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, register } from '../lib/client.mjs';
import { draft, form, save, subjectData } from '../lib/way.mjs';
import { pointerTo, withValue } from '../lib/forms.mjs';

let instance, at;
let filer; // another one for every test, because a company has one subject
before(async () => {
  instance = await Instance.start();
  at = pointerTo((await form(new Client(instance), 'subject')).schema, /地址/);
});
beforeEach(async () => {
  filer = await register(instance);
});
after(() => instance?.end());

const put = (filing, data, etag = filing.etag) =>
  filer.put(`/filings/${filing.id}`, { data }, etag ? ifMatch(etag) : {});

test('a save without If-Match is refused with 428', async () => {
  const filing = await draft(filer, 'subject', {});
  isProblem(await put(filing, {}, null), 428, 'if_match_required');
});

test('a save on a stale ETag gets 412 with the newer one, and both versions are kept', async () => {
  const filing = await draft(filer, 'subject');
  const mine = withValue({}, at, '甲路一号');
  const theirs = withValue({}, at, '乙路二号');
  const newer = await save(filer, filing, theirs);
  const r = await put(filing, mine);
  const p = isProblem(r, 412, 'stale');
  assert.equal(r.headers.etag, newer.etag);
  assert.deepEqual((await filer.get(`/filings/${filing.id}`)).json.data, theirs);
  const kept = is(await filer.get(`/filings/${filing.id}/kept/${p.kept}`), 200).json;
  assert.deepEqual(kept.data, mine);
  const other = await register(instance);
  isProblem(await other.get(`/filings/${filing.id}/kept/${p.kept}`), 404, 'not_found');
});

test('an If-Match that no answer ever gave saves nothing', async () => {
  let filing = await draft(filer, 'subject');
  for (const tag of ['"nothing"', 'nothing', '"0"']) {
    isProblem(await put(filing, {}, tag), [412, 428, 400, 422]);
  }
  assert.equal((await filer.get(`/filings/${filing.id}`)).headers.etag, filing.etag);
  filing = await save(filer, filing, withValue({}, at, '丙路'));
});

test('of eight savers at once one wins each round, and no text is lost', async () => {
  const filing = await draft(filer, 'subject');
  let etag = filing.etag;
  for (let round = 0; round < 5; round++) {
    const texts = Array.from({ length: 8 }, (_, n) => `第${round}轮第${n}人`);
    const answers = await Promise.all(texts.map((t) => put(filing, withValue({}, at, t), etag)));
    const won = answers.filter((r) => r.status === 200);
    assert.equal(won.length, 1, answers.map((r) => r.status).join());
    const lost = answers.map((r, n) => ({ r, n })).filter(({ r }) => r.status !== 200);
    for (const { r, n } of lost) {
      const p = isProblem(r, 412, 'stale');
      const kept = is(await filer.get(`/filings/${filing.id}/kept/${p.kept}`), 200).json;
      assert.deepEqual(kept.data, withValue({}, at, texts[n]));
    }
    const now = await filer.get(`/filings/${filing.id}`);
    assert.equal(now.headers.etag, won[0].headers.etag);
    etag = now.headers.etag;
  }
});

test('eight savers of eight drafts all succeed', async () => {
  const filers = await Promise.all(Array.from({ length: 8 }, () => register(instance)));
  const all = await Promise.all(filers.map((f) => draft(f, 'subject', {})));
  await Promise.all(filers.map(async (f, n) => {
    let filing = all[n];
    for (let i = 0; i < 10; i++) filing = await save(f, filing, withValue({}, at, `保存${i}`));
    assert.deepEqual((await f.get(`/filings/${filing.id}`)).json.data, withValue({}, at, '保存9'));
  }));
});

test('a draft comes back byte for byte, half filled as it is, also after a restart', async () => {
  const data = withValue({}, at, '引号"反斜\\杠 换行\n表情😀 全角Ａ　<script>&amp;\u2028');
  const filing = await draft(filer, 'subject', data);
  await instance.stop();
  await instance.up();
  const r = is(await filer.get(`/filings/${filing.id}`), 200);
  assert.deepEqual(r.json.data, data);
  assert.equal(r.headers.etag, filing.etag);
});

test('a second subject beside a living one is refused', async () => {
  const other = await register(instance);
  const filing = await draft(other, 'subject', {});
  isProblem(await other.post('/filings', { kind: 'subject', action: 'initial' }), 409);
  is(await other.del(`/filings/${filing.id}`, ifMatch(filing.etag)), [200, 204]);
  is(await other.post('/filings', { kind: 'subject', action: 'initial' }), 201);
});

test('a deleted draft is gone, and a submitted filing cannot be deleted', async () => {
  const other = await register(instance);
  const begun = await draft(other, 'subject', {});
  is(await other.del(`/filings/${begun.id}`, ifMatch(begun.etag)), [200, 204]);
  isProblem(await other.get(`/filings/${begun.id}`), 404, 'not_found');
  const filing = await draft(other, 'subject', await subjectData(other));
  is(await other.post(`/filings/${filing.id}/submit`, { declaration: true }), 200);
  const { etag } = (await other.get(`/filings/${filing.id}`)).headers;
  isProblem(await other.del(`/filings/${filing.id}`, ifMatch(etag)), 409);
  isProblem(await other.put(`/filings/${filing.id}`, { data: {} }, ifMatch(etag)), 409);
});
