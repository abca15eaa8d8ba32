// Saving while one types: when, what of, and what happens when it does not go well. Time is told by
// the test.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Autosave } from '../../nginx/web/src/draft/autosave.js';
import { Draft } from '../../nginx/web/src/draft/draft.js';
import { copiesIn } from '../../nginx/web/src/draft/copies.js';

// A clock whose hands the test moves.
function clock() {
  let now = 0;
  let last = 0;
  const due = new Map();
  const settle = async () => {
    for (let n = 0; n < 20; n++) await null;
  };
  const run = async (ms) => {
    const end = now + ms;
    await settle();
    for (;;) {
      const next = [...due].filter(([, d]) => d.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      due.delete(next[0]);
      now = next[1].at;
      next[1].fn();
      await settle();
    }
    now = end;
  };
  return {
    run,
    now: () => now,
    set: (fn, ms) => (due.set(++last, { fn, at: now + ms }), last),
    clear: (id) => due.delete(id),
  };
}

test('steady typing is saved every four seconds, and once more when it ends', async () => {
  const c = clock();
  const at = [];
  const saving = new Autosave(async () => { at.push(c.now()); }, { clock: c });
  for (let n = 0; n < 96; n++) {
    saving.touch();
    await c.run(100);
  }
  await c.run(3000);
  assert.deepEqual(at.length >= 3, true, `saved at ${at}`);
  assert.ok(at[0] <= 4000, `first saved at ${at[0]}`);
  at.forEach((t, n) => n && assert.ok(t - at[n - 1] <= 4100, `a gap: ${at}`));
  assert.equal(saving.isDirty, false);
});

test('a pause of a second and a half saves', async () => {
  const c = clock();
  let n = 0;
  const saving = new Autosave(async () => { n += 1; }, { clock: c });
  saving.touch();
  await c.run(1400);
  assert.equal(n, 0);
  await c.run(200);
  assert.equal(n, 1);
});

test('what is typed while a save runs goes into the next one', async () => {
  const c = clock();
  const ends = [];
  const saving = new Autosave(() => new Promise((end) => ends.push(end)), { clock: c });
  saving.touch();
  await c.run(1500);
  saving.touch();
  await c.run(5000);
  assert.equal(ends.length, 1, 'one at a time');
  ends[0]();
  await c.run(1500);
  assert.equal(ends.length, 2);
});

test('a save that fails is tried again by itself', async () => {
  const c = clock();
  let n = 0;
  const saving = new Autosave(async () => { if (++n === 1) throw new Error('no'); }, { clock: c });
  saving.touch();
  await c.run(1500);
  assert.equal(saving.isDirty, true);
  await c.run(5000);
  assert.equal(n, 2);
  assert.equal(saving.isDirty, false);
});

// A core that holds one text, with ETags as ours.
function core(data = {}) {
  const it = { data, n: 1, saves: 0, down: false };
  const etag = () => `"r${it.n}"`;
  it.load = async () => ({ data: structuredClone(it.data), etag: etag() });
  it.store = async (sent, tag) => {
    if (it.down) throw Object.assign(new Error('down'), { kind: 'offline' });
    if (tag !== etag()) throw Object.assign(new Error('stale'), { kind: 'stale' });
    it.data = structuredClone(sent);
    it.n += 1;
    it.saves += 1;
    return { etag: etag(), data: it.answer?.(it.data) };
  };
  return it;
}

function memory(kept = {}) {
  return {
    getItem: (k) => kept[k] ?? null,
    setItem: (k, v) => { kept[k] = v; },
    removeItem: (k) => { delete kept[k]; },
  };
}

async function open(it, options = {}) {
  const c = clock();
  const copies = options.copies ?? copiesIn(memory(), 'k', { every: 0 });
  const { load, store } = it;
  const draft = new Draft({ load, store, copies, timing: { clock: c }, ...options });
  draft.open(await it.load());
  return { draft, c };
}

test('a text is saved and the draft says so', async () => {
  const it = core({ a: 1 });
  const { draft, c } = await open(it);
  draft.write({ a: 2 });
  assert.equal(draft.status, 'dirty');
  await c.run(1500);
  assert.equal(draft.status, 'saved');
  assert.deepEqual(it.data, { a: 2 });
});

test('a second tab: different fields are put together without a question', async () => {
  const it = core({ a: 1, b: 1 });
  const one = await open(it);
  const two = await open(it);
  one.draft.write({ a: 2, b: 1 });
  await one.c.run(1500);
  two.draft.write({ a: 1, b: 2 });
  await two.c.run(6000);
  assert.deepEqual(it.data, { a: 2, b: 2 });
  assert.equal(two.draft.status, 'saved');
});

test('a second tab: the same field is asked about, nothing is saved meanwhile', async () => {
  const it = core({ a: '一' });
  const one = await open(it);
  const two = await open(it);
  one.draft.write({ a: '二' });
  await one.c.run(1500);
  two.draft.write({ a: '三' });
  await two.c.run(20000);
  assert.equal(two.draft.status, 'conflict');
  assert.deepEqual(it.data, { a: '二' });
  two.draft.settle({ '/a': 'mine' });
  await two.c.run(100);
  assert.deepEqual(it.data, { a: '三' });
  assert.equal(two.draft.status, 'saved');
});

test('who takes the other text loses only the own one', async () => {
  const it = core({ a: '一', b: 'x' });
  const one = await open(it);
  const two = await open(it);
  one.draft.write({ a: '二', b: 'x' });
  await one.c.run(1500);
  two.draft.write({ a: '三', b: 'y' });
  await two.c.run(1500);
  two.draft.settle({ '/a': 'theirs' });
  await two.c.run(100);
  assert.deepEqual(it.data, { a: '二', b: 'y' });
});

test('a text that the core never got is brought back on this machine', async () => {
  const it = core({ a: 1, b: 1 });
  const kept = {};
  const copies = copiesIn(memory(kept), 'k', { every: 0 });
  it.down = true;
  const first = await open(it, { copies });
  first.draft.write({ a: 2, b: 1 });
  await first.c.run(1500);
  assert.equal(first.draft.status, 'failed');
  it.down = false;
  it.data = { a: 1, b: 5 };
  it.n += 1;
  const second = await open(it, { copies: copiesIn(memory(kept), 'k', { every: 0 }) });
  assert.deepEqual(second.draft.data, { a: 2, b: 5 });
  await second.c.run(1500);
  assert.deepEqual(it.data, { a: 2, b: 5 });
  assert.deepEqual(kept, {}, 'what the core has is not kept here');
});

test('things get the ids that the core gave them, wherever they moved meanwhile', async () => {
  const it = core({});
  let next = 0;
  it.answer = (data) => ({ m: data.m.map((x) => ({ ...x, id: x.id ?? `id-${++next}` })) });
  const { draft, c } = await open(it);
  const [one, two] = [{ name: '一' }, { name: '二' }];
  draft.write({ m: [one, two] });
  const save = draft.flush();
  draft.data.m.reverse();
  await save;
  assert.deepEqual([one.id, two.id], ['id-1', 'id-2']);
  await c.run(10);
});

test('a page that goes away sends what is not saved, without waiting', async () => {
  const it = core({ a: 1 });
  const sent = [];
  const store = (data, etag, keepalive) => {
    sent.push(keepalive);
    return it.store(data, etag);
  };
  const { draft } = await open(it, { store });
  draft.leave();
  assert.deepEqual(sent, [], 'nothing to send');
  draft.write({ a: 2 });
  draft.leave();
  await null;
  assert.deepEqual(sent, [true]);
  assert.deepEqual(it.data, { a: 2 });
});

test('what was stored while the page went away is no other hand\'s text', async () => {
  const it = core({ a: '' });
  const kept = {};
  const first = await open(it, { copies: copiesIn(memory(kept), 'k') });
  first.draft.write({ a: '一' });
  first.draft.flush().catch(() => {}); // stored, and nobody hears of it
  first.draft.write({ a: '一二' });
  it.down = true;
  first.draft.leave();
  await null;
  it.down = false;
  assert.deepEqual(it.data, { a: '一' });
  const second = await open(it, { copies: copiesIn(memory(kept), 'k') });
  assert.equal(second.draft.status, 'dirty');
  assert.deepEqual([second.draft.data, second.draft.conflicts], [{ a: '一二' }, []]);
  second.draft.end();
});

test('a copy that is damaged, of another make or weeks old is no copy', () => {
  const kept = { k: '{"data":' };
  const old = copiesIn(memory({ k: '{"data":{},"at":0}' }), 'k');
  assert.equal(copiesIn(memory(kept), 'k').read(), null);
  assert.equal(old.read(), null);
});

test('a full storage does not hinder typing', () => {
  const full = { ...memory(), setItem: () => { throw new Error('quota'); } };
  copiesIn(full, 'k').write({ data: {} });
});
