// The steps of the whole way, each as a program that reads /forms would take it.
import assert from 'node:assert/strict';
import { ifMatch, is, register, staff, unique } from './client.mjs';
import { creditCode, fillFromForms, pointerTo, valueAt, withValue } from './forms.mjs';

export async function form(client, kind, action) {
  return is(await client.get(`/forms/${kind}${action ? `?action=${action}` : ''}`), 200).json;
}

export const context = (client, coverage) => ({
  upload: (accept) => client.uploadFor(accept), coverage,
});

export async function draft(client, kind, data, action = 'initial') {
  // 200: one that was begun before and never written into
  const made = is(await client.post('/filings', { kind, action }), [201, 200]);
  assert.ok(made.headers.etag, 'a draft carries an ETag');
  assert.equal(made.headers.location, `/api/v1/filings/${made.json.id}`);
  const filing = { ...made.json, etag: made.headers.etag };
  return data === undefined ? filing : save(client, filing, data);
}

export async function save(client, filing, data) {
  const r = is(await client.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag)), 200);
  assert.ok(r.headers.etag && r.headers.etag !== filing.etag, 'a save moves the ETag on');
  return { ...r.json, etag: r.headers.etag };
}

export async function submit(client, filing, options) {
  return client.post(`/filings/${filing.id}/submit`, { declaration: true }, options);
}

// Asks what the rules say of an initial filing of this kind with this data. Nothing is stored.
export async function check(client, kind, data, clock) {
  const body = { kind, action: 'initial', data, clock };
  return is(await client.post('/check', body), 200).json;
}

// The examples of the subject form, with a credit code of this organization's own unless own is
// false.
export async function subjectData(client, { own = true } = {}) {
  const f = await form(client, 'subject');
  let data = await fillFromForms(f, context(client));
  if (!own) return data;
  const code = pointerTo(f.schema, /统一社会信用代码/);
  assert.ok(code, 'the subject form has a field 统一社会信用代码');
  data = withValue(data, code, creditCode(valueAt(data, code).slice(2, 8)));
  return data;
}

export async function productData(client, name = `产品${unique()}`) {
  const f = await form(client, 'product');
  const data = await fillFromForms(f, context(client));
  return { ...data, name };
}

export async function product(client, name) {
  return is(await client.post('/products', await productData(client, name)), 201).json;
}

export async function algorithmData(client, p) {
  return fillFromForms(await form(client, 'algorithm'), context(client, [{ product: p.id }]));
}

const filingOf = (task) => task.filing?.id ?? task.filing;

export async function taskOf(reviewer, filingId, query = '') {
  let cursor = '';
  do {
    const at = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page = is(await reviewer.get(`/review/tasks?limit=100${query}${at}`), 200).json;
    const task = page.items.find((t) => filingOf(t) === filingId && t.state !== 'done');
    if (task) return task;
    cursor = page.next;
  } while (cursor);
  return null;
}

// Claims the filing's task and decides it.
export async function decide(reviewer, filingId, decision = { outcome: 'pass', reasons: [] }) {
  const task = await taskOf(reviewer, filingId);
  assert.ok(task, `${reviewer.username} has a task for filing ${filingId}`);
  is(await reviewer.post(`/review/tasks/${task.id}/claim`), 200);
  return is(await reviewer.post(`/review/tasks/${task.id}/decision`, decision), 200);
}

export async function reviewers(instance) {
  return {
    preliminary: await staff(instance, 'preliminary_reviewer'),
    final: await staff(instance, 'final_reviewer'),
  };
}

// → a filer whose company's subject is approved
export async function approvedCompany(instance, by, options) {
  const client = await register(instance);
  const filing = await draft(client, 'subject', await subjectData(client, options));
  const r = is(await submit(client, filing), 200);
  client.subject = r.json;
  await decide(by.preliminary, filing.id);
  return client;
}

// Submits an algorithm for a company whose subject is approved.
export async function submittedAlgorithm(client, name) {
  const p = await product(client);
  let data = await algorithmData(client, p);
  if (name) data = await renamed(client, data, name);
  const filing = await draft(client, 'algorithm', data);
  const r = is(await submit(client, filing), 200);
  return { ...r.json, product: p, etag: r.headers.etag };
}

// Replaces the algorithm's name everywhere in the data.
export async function renamed(client, data, name) {
  const f = await form(client, 'algorithm');
  const at = pointerTo(f.schema, /算法名称/);
  const [was, now] = [valueAt(data, at), name].map((x) => JSON.stringify(x));
  return JSON.parse(JSON.stringify(data).replaceAll(was, now));
}

// Files an algorithm and takes it through both reviews. → the filing with its number
export async function publishedAlgorithm(instance, client, by, name) {
  const filing = await submittedAlgorithm(client, name);
  await decide(by.preliminary, filing.id);
  await decide(by.final, filing.id);
  const r = is(await client.get(`/filings/${filing.id}`), 200).json;
  assert.equal(r.state, 'approved');
  return r;
}

// A change or an end of a filing in force, handed in. → its id
export async function handedIn(client, of, action, changes, kind = 'algorithm') {
  const { id } = is(await client.post('/filings', { kind, action, of }), 201).json;
  const r = is(await client.get(`/filings/${id}`), 200);
  let { data } = r.json;
  for (const [path, value] of Object.entries(changes)) data = withValue(data, path, value);
  const saved = is(await client.put(`/filings/${id}`, { data }, ifMatch(r.headers.etag)), 200);
  is(await submit(client, { id, etag: saved.headers.etag }), 200);
  return id;
}

export const CHANGE = {
  '/change': { changed_on: '2026-11-20', summary: '硬件换了。' }, '/overview/hardware': '八台。',
};
export const ENDING = {
  '/ending': { ended_on: '2026-11-20', reason: '停止运营。', arrangements: '已公告。' },
};
