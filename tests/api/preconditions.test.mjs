// RFC 9110, section 13: a precondition that was sent holds, or nothing is done, by any method.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { inOneQueue, patient, whileJudged } from '../lib/hold.mjs';
import { Client, is, isProblem, register, staff } from '../lib/client.mjs';
import { routes } from '../lib/routes.mjs';
import {
  approvedCompany, draft, product, reviewers, save, subjectData, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, company, editor, admin;
before(async () => {
  instance = await patient();
  admin = await staff(instance, 'system_admin');
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  editor = await staff(instance, 'rule_editor');
});
after(() => instance?.end());

const under = (value, name = 'If-Match') => ({ headers: { [name]: value } });
const tagOf = async (path, client = company) => is(await client.get(path), 200).headers.etag;
const isStale = (r, code = 'stale') => isProblem(r, 412, code);

// A draft that somebody has saved again since, and its tags, old and new.
async function moved() {
  const filer = await register(instance);
  const first = await draft(filer, 'subject', await subjectData(filer));
  const note = (data) => ({ ...data, website: { ...data.website, traffic_note: '另一处改的' } });
  const second = await save(filer, first, note(first.data));
  return { filer, path: `/filings/${first.id}`, old: first.etag, now: second.etag };
}

test('every act on a draft is refused under an older tag, and nothing is done', async () => {
  const { filer, path, old, now } = await moved();
  const acts = [
    ['POST', `${path}/submit`, { declaration: true }], ['POST', `${path}/check`, {}],
    ['POST', `${path}/withdraw`, {}], ['DELETE', path],
  ];
  for (const [method, where, json] of acts) {
    const r = await filer.call(method, where, { json, ...under(old) });
    const p = isStale(r);
    assert.equal(p.etag, now);
    assert.equal(r.headers.etag, now);
  }
  assert.equal(await tagOf(path, filer), now);
  is(await filer.post(`${path}/check`, {}, under(now)), 200);
  is(await filer.post(`${path}/submit`, { declaration: true }, under(now)), 200);
});

test('a submit under a tag loses against a save that comes while it is judged', async () => {
  const { filer, path, now } = await moved();
  const { data } = is(await filer.get(path), 200).json;
  data.website.traffic_note = '评判之间改的';
  const submit = () => filer.post(`${path}/submit`, { declaration: true }, under(now));
  const [r] = await whileJudged(admin, () => [submit()], async () => {
    is(await filer.put(path, { data }, under(now)), 200);
  });
  isStale(r);
  assert.equal(is(await filer.get(path), 200).json.state, 'draft');
});

test('of a save and a deletion under one tag in one queue only one is done', async () => {
  const filer = await register(instance);
  const f = await draft(filer, 'subject', await subjectData(filer));
  const at = `/filings/${f.id}`;
  const data = { ...f.data, website: { ...f.data.website, traffic_note: '排队时改的' } };
  const answers = await inOneQueue(admin, () => [
    filer.put(at, { data }, under(f.etag)), filer.del(at, under(f.etag)),
  ]);
  const [saved, deleted] = answers.map((x) => x.status);
  assert.ok((saved === 200 && deleted === 412) || (deleted === 204 && saved === 404),
    `${saved} ${deleted}`);
});

test('a tag is told in every way that the standard allows, and in no other', async () => {
  const { filer, path, old, now } = await moved();
  const submit = (tags, name) =>
    filer.post(`${path}/submit`, { declaration: true }, under(tags, name));
  for (const tags of [
    old, `W/${now}`, `${old}, W/${now}`, '"a", "b"', `"${now.slice(1, -1)}x"`, now.slice(1, -1),
    `${now}, *`, '"*"', '""',
  ]) isStale(await submit(tags));
  for (const tags of [now, `W/${now}`, '*', `"a",${now}`])
    isStale(await submit(tags, 'If-None-Match'), 'precondition_failed');
  is(await submit(`"a,b", ,${now} ,"c"`), 200);
  is(await filer.post(`${path}/withdraw`, {}, under('*')), 200);
});

test('a compressed answer has the same tag, and it saves', async () => {
  const filer = await register(instance);
  const filing = await draft(filer, 'subject', await subjectData(filer));
  const path = `/filings/${filing.id}`;
  const r = is(await filer.get(path, { headers: { 'Accept-Encoding': 'gzip' } }), 200);
  assert.match(r.headers.etag, /^"/);
  assert.ok(r.buffer.length > 1024, 'it is long enough to be compressed');
  is(await filer.put(path, { data: filing.data }, under(r.headers.etag)), 200);
});

test('who holds what stands at its tag gets 304, and who asks for another 412', async () => {
  const { filer, path, old, now } = await moved();
  for (const tags of [now, `W/${now}`, `"a", ${now}`, '*']) {
    for (const method of ['GET', 'HEAD']) {
      const r = is(await filer.call(method, path, under(tags, 'If-None-Match')), 304);
      assert.equal(r.text, '');
      assert.equal(r.headers.etag, now);
    }
  }
  for (const tags of [old, '"a"', now.slice(1, -1), `"x${now.slice(1)}`])
    is(await filer.get(path, under(tags, 'If-None-Match')), 200);
  isStale(await filer.get(path, under(old)));
  is(await filer.get(path, under(`${old}, ${now}`)), 200);
});

test('a product, a task and unfinished rules are held to their tags', async () => {
  const p = await product(company);
  const at = `/products/${p.id}`, tag = await tagOf(at);
  isStale(await company.del(at, under('"r999"')));
  isStale(await company.del(at, under(tag, 'If-None-Match')), 'precondition_failed');
  isStale(await company.put(at, { ...p, id: undefined }, under('"r999"')));
  is(await company.del(at, under(`"x", ${tag}`)), 204);

  const filing = await submittedAlgorithm(company);
  const { id } = await taskOf(by.preliminary, filing.id);
  const task = `/review/tasks/${id}`, seen = await tagOf(task, by.preliminary);
  isStale(await by.preliminary.post(`${task}/claim`, {}, under('"r999"')));
  const claimed = is(await by.preliminary.post(`${task}/claim`, {}, under(seen)), 200);
  const pass = { outcome: 'pass', reasons: [] };
  isStale(await by.preliminary.post(`${task}/decision`, pass, under(seen)));
  isStale(await by.preliminary.put(`${task}/draft`, { reasons: [] }, under('"r999"')));
  assert.equal((await company.get(`/filings/${filing.id}`)).json.state, 'preliminary_review');
  is(await by.preliminary.post(`${task}/decision`, pass, under(claimed.headers.etag)), 200);

  const work = '/rule-work/tagged', files = { 'lib/x.lua': 'return {}' };
  isProblem(await editor.put(work, { files }, {}), 428, 'if_match_required');
  is(await editor.put(work, { files }, under('*', 'If-None-Match')), [200, 201]);
  isStale(await editor.put(work, { files }, under('*', 'If-None-Match')), 'precondition_failed');
  isStale(await editor.del(work, under('"r999"')));
  is(await editor.del(work, under(await tagOf(work, editor))), 204);
});

test('what is not found, not allowed or no command is told before any tag', async () => {
  const { filer, path, now } = await moved();
  const other = await register(instance);
  isProblem(await other.post(`${path}/submit`, { declaration: true }, under('"x"')), 404);
  isProblem(await new Client(instance).post(`${path}/submit`, {}, under('"x"')), 401);
  isProblem(await filer.post(`${path}/nothing`, {}, under('"x"')), 404);
  isProblem(await filer.post(`${path}/submit`, { colour: 1 }, under(now)), 422);
});

test('what has no tag does nothing under one: a registration, staff, a proposal', async () => {
  const account = {
    username: 'untagged', password: 'Pw-long-enough-77', organization_name: '甲公司',
    contact_name: '甲', mobile: '13800138000', email: 'a@example.com',
  };
  const nobody = new Client(instance);
  isStale(await nobody.post('/accounts', account, under('"x"')), 'precondition_failed');
  isProblem(await nobody.post('/session', account), 422);
  is(await nobody.post('/accounts', account, under('*')), 201);
  const clerk = { username: 'untagged2', password: account.password, roles: ['auditor'] };
  isStale(await admin.post('/staff', clerk, under('"r1"')), 'precondition_failed');
  is(await admin.post('/staff', clerk), 201);
});

test('no row of the route table passes a precondition over', async () => {
  for (const r of routes.filter((x) => x.method === 'GET' && x.who.includes('public'))) {
    if (r.path.includes('{')) continue;
    const full = /^\/(openapi|healthz)/.test(r.path) ? r.path : `/api/v1${r.path}`;
    const plain = await admin.get(full);
    if (plain.status !== 200) continue;
    is(await admin.get(full, under('"nobody-gave-this"')), 412, r.path);
    is(await admin.get(full, under('*')), 200, r.path);
    // A form that is drawn has a key of its own each time.
    if (plain.headers.etag && !plain.text.includes('name="key"'))
      is(await admin.get(full, under(plain.headers.etag, 'If-None-Match')), 304, r.path);
  }
});

test('an upload under a condition is refused as all else is, before anything is kept', async () => {
  const filer = await register(instance);
  const headers = { 'If-Match': '"r-1"' };
  isProblem(await filer.upload(Buffer.from('x'), 'application/pdf', 'a.pdf', { headers }),
    [412, 422]);
  assert.deepEqual(is(await filer.get('/attachments'), 200).json.items, []);
});
