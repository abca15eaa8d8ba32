// A change starts from what is in force, leaves it standing until it is approved, and renews it
// then under its number.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, ifMatch, is, isProblem } from '../lib/client.mjs';
import {
  approvedCompany, decide, publishedAlgorithm, reviewers, submit, taskOf,
} from '../lib/way.mjs';
import { withValue } from '../lib/forms.mjs';

let instance, by, company, other;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  other = await approvedCompany(instance, by);
});
after(() => instance?.end());

const published = (name) => publishedAlgorithm(instance, company, by, name);
const begin = (client, of, action = 'change', kind = 'algorithm') =>
  client.post('/filings', { kind, action, of });
const read = async (client, id) => {
  const r = is(await client.get(`/filings/${id}`), 200);
  return { ...r.json, etag: r.headers.etag };
};
const entry = async (number) =>
  is(await company.get(`/register/${encodeURIComponent(number)}`), 200).json;
const WHEN = { changed_on: '2026-11-20', summary: '名称改了。' };

async function write(filing, changes) {
  let { data } = filing;
  for (const [path, value] of Object.entries(changes)) data = withValue(data, path, value);
  const r = is(await company.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag)), 200);
  return { ...filing, etag: r.headers.etag, data };
}

async function begun(of, changes, action = 'change', kind = 'algorithm') {
  const { json } = is(await begin(company, of, action, kind), 201);
  return write(await read(company, json.id), changes);
}

// Every place that names it is to name it so.
const replaced = (data, was, now) =>
  JSON.parse(JSON.stringify(data).replaceAll(JSON.stringify(was), JSON.stringify(now)));

async function renamed(of, name) {
  const { json } = is(await begin(company, of), 201);
  const draft = await read(company, json.id);
  const data = replaced(draft.data, draft.data.basic.name, name);
  return write({ ...draft, data }, { '/change': WHEN });
}

test('a change starts from the version in force and says what it is about', async () => {
  const old = await published('变更起草算法');
  const before = await read(company, old.id);
  assert.deepEqual(before.begins.map((b) => [b.action, b.asks, b.ends]),
    [['change', 'change', false], ['deregister', null, true]]);
  const { json } = is(await begin(company, old.id), 201);
  const change = await read(company, json.id);
  assert.deepEqual(change.data, before.data);
  assert.equal(change.of, old.id);
  assert.deepEqual([change.state_label, change.effect.slice(0, 4)], ['变更草稿', '草稿从现']);
  assert.equal(change.number, null);
  assert.equal((await read(company, old.id)).about[0].id, change.id);
  assert.equal(is(await begin(company, old.id), 200).json.id, change.id, 'the same draft again');
});

test('an approved change renews the entry under its number; until then the old one is public',
  async () => {
    const old = await published('变更公示算法');
    const was = await entry(old.number);
    const change = await renamed(old.id, '改称公示算法');
    is(await submit(company, change), 200);
    assert.equal((await read(company, change.id)).state_label, '变更待审核');
    const { id: task } = await taskOf(by.preliminary, change.id);
    const held = is(await by.preliminary.get(`/review/tasks/${task}/diff`), 200).json;
    assert.deepEqual(held.choices.map((c) => [c.against, c.filing]), [['in_force', old.id]]);
    const row = held.rows.find((r) => r.path === '/basic/name');
    assert.deepEqual([row.before, row.after], ['变更公示算法', '改称公示算法']);
    await decide(by.preliminary, change.id);
    assert.equal((await entry(old.number)).algorithm_name, was.algorithm_name);
    const own = (query = '') => company.get(`/filings/${change.id}/diff?from=in_force${query}`);
    const shown = is(await own(), 200).json;
    assert.deepEqual([shown.of, shown.from, shown.to], [old.id, 1, 1]);
    const changed = shown.rows.find((r) => r.path === '/basic/name');
    assert.deepEqual([changed.before, changed.after], ['变更公示算法', '改称公示算法']);
    isProblem(await own('&to=draft'), 404, 'not_found');
    isProblem(await company.get(`/filings/${old.id}/diff?from=in_force`), 404, 'version_none');
    await decide(by.final, change.id);

    const now = await entry(old.number);
    assert.equal(now.algorithm_name, '改称公示算法');
    assert.equal(now.filed_on, was.filed_on);
    assert.match(now.note, /^\d{4}-\d\d-\d\d 变更$/);
    assert.deepEqual(now.history.map((h) => h.what), ['filed', 'amended']);
    const found = async (q) =>
      is(await company.get(`/register?q=${encodeURIComponent(q)}`), 200).json.items
        .map((x) => x.number);
    for (const name of ['改称公示算法', '变更公示算法'])
      assert.ok((await found(name)).includes(old.number), `it is found as ${name}`);
    assert.deepEqual(now.former_names.map((x) => [x.what, x.name]),
      [['algorithm_name', '变更公示算法']]);

    const stands = await read(company, old.id);
    assert.deepEqual([stands.number, stands.state], [old.number, 'approved']);
    assert.equal(stands.data.basic.name, '改称公示算法');
    assert.equal(is(await own(), 200).json.rows.length, shown.rows.length, 'as it was before');
    const done = await read(company, change.id);
    assert.deepEqual([done.state, done.state_label, done.number],
      ['completed', '变更已办结', null]);
    const { items } = is(await company.get(`/filings/${old.id}/history`), 200).json;
    assert.equal(items.at(-1).what, 'amended');
    is(await begin(company, old.id), 201, 'another change may follow');
  });

test('a day of change before the approval is pointed out, and the clock starts with that',
  async () => {
    const old = await published('变更期限算法');
    const approved = (await entry(old.number)).filed_on;
    const change = await renamed(old.id, '变更期限算法二');
    const warning = { severity: 'warning', rule: 'change.before_approval' };
    const { decision } = is(await submit(company, change), 200).json;
    hasFinding(decision, '/change/changed_on', warning);
    const seen = is(await by.preliminary.get(`/filings/${change.id}`), 200).json;
    hasFinding(seen, '/change/changed_on', warning);
    const clock = (await read(company, change.id)).deadlines.find((d) => d.name === 'change');
    assert.deepEqual([clock.from, clock.days], [approved, 10]);
  });

test('a day of change that is not before the approval is left alone', async () => {
  const old = await published('变更当日算法');
  const today = (await entry(old.number)).filed_on;
  const draft = await renamed(old.id, '变更当日算法二');
  const change = await write(await read(company, draft.id), { '/change/changed_on': today });
  const { decision } = is(await submit(company, change), 200).json;
  assert.ok(!decision.findings.some((f) => f.rule === 'change.before_approval'));
});

test('what a change makes public is looked at as in a first filing, names of products too',
  async () => {
    const old = await published('变更公开文字算法');
    const of = `/products/${old.data.service.coverage[0].product}`;
    const { json: tree, headers } = is(await company.get(of), 200);
    const named = await company.put(of, { ...tree, name: '全国唯一资讯' }, ifMatch(headers.etag));
    const claim = { severity: 'warning', rule: 'public.absolute_claim' };
    hasFinding(is(named, 200).json, '/name', claim);
    const { principle } = old.data.disclosure;
    const change = await begun(old.id, {
      '/change': WHEN, '/disclosure/principle': `${principle}联系电话 13800138000。`,
      '/disclosure/purpose': '待补充', '/overview/hardware': '电话 13800138000。',
    });
    const { findings } = isProblem(await submit(company, change), 422, 'not_acceptable');
    const said = findings.filter((f) => f.rule.startsWith('public.'))
      .map((f) => `${f.rule} ${f.path}`);
    assert.deepEqual(said.sort(), [
      'public.absolute_claim /products/0/name', 'public.filler /disclosure/purpose',
      'public.personal_number /disclosure/principle',
    ]);
    const { purpose } = old.data.disclosure;
    const mended = await write(await read(company, change.id),
      { '/disclosure/principle': principle, '/disclosure/purpose': purpose });
    const { decision } = is(await submit(company, mended), 200).json;
    hasFinding(decision, '/products/0/name', claim);
    const seen = is(await by.preliminary.get(`/filings/${change.id}`), 200).json;
    hasFinding(seen, '/products/0/name', claim);
  });

test('what the number was made of is not changed', async () => {
  const old = await published('变更类型算法');
  const change = await begun(old.id, { '/change': WHEN, '/basic/class': 'retrieval_filtering' });
  const { findings } = isProblem(await submit(company, change), 422, 'not_acceptable');
  const fixed = findings.find((f) => f.rule === 'form.fixed');
  assert.equal(fixed.path, '/basic/class');
  assert.match(fixed.message, /不能变更/);
});

test('a change that changes nothing is refused', async () => {
  const change = await begun((await published('变更空白算法')).id, { '/change': WHEN });
  const { findings } = isProblem(await submit(company, change), 422, 'not_acceptable');
  assert.ok(findings.some((f) => f.rule === 'change.nothing'));
});

test('of is one of the own organization, of the kind, in force, where it is due', async () => {
  const old = await published('变更所涉算法');
  isProblem(await begin(company, undefined), 400, 'of_missing');
  isProblem(await begin(company, old.id, 'initial'), 400, 'of_unused');
  isProblem(await begin(company, old.id, 'change', 'subject'), 400, 'of_other_kind');
  isProblem(await begin(other, old.id), 404, 'not_found');
  isProblem(await begin(company, 'flg_nothing'), 404, 'not_found');
  const draft = is(await begin(company, undefined, 'initial'), 201);
  isProblem(await begin(company, draft.json.id), 409, 'of_not_in_force');
});

test('of two that are begun at once about one filing, one is', async () => {
  const old = await published('变更同时算法');
  const both = [begin(company, old.id), begin(company, old.id, 'deregister')];
  const all = await Promise.all(both);
  assert.deepEqual(all.map((r) => r.status).sort(), [201, 409]);
  assert.equal(all.find((r) => r.status === 409).json.code, 'of_open');
});

test('a subject that moves is another province’s from its approval on', async () => {
  const mover = await approvedCompany(instance, by);
  const { items } = is(await mover.get('/filings?kind=subject'), 200).json;
  const { json } = is(await begin(mover, items[0].id, 'change', 'subject'), 201);
  const draft = await read(mover, json.id);
  const data = {
    ...replaced(withValue(draft.data, '/basic/area', '310115'), draft.data.basic.name,
      '迁移后的公司'),
    change: WHEN,
  };
  const r = is(await mover.put(`/filings/${draft.id}`, { data }, ifMatch(draft.etag)), 200);
  is(await submit(mover, { ...draft, etag: r.headers.etag }), 200);
  await decide(by.preliminary, draft.id);
  const me = is(await mover.get('/session'), 200).json;
  assert.equal(me.organization.name, '迁移后的公司');
  const stands = await read(mover, items[0].id);
  assert.deepEqual([stands.state, stands.data.basic.area], ['approved', '310115']);
});
