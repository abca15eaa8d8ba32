// What became of filings, in figures: for everybody, and more narrowly for the office.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, publishedAlgorithm, reviewers, submittedAlgorithm,
} from '../lib/way.mjs';

let instance, open, by, company;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  await publishedAlgorithm(instance, company, by, `灰鹤${unique()}算法`);
  const back = await submittedAlgorithm(company);
  await decide(by.preliminary, back.id, { outcome: 'return', reasons: [
    { path: '/basic/class', reason: '不完整', suggestion: '补上' },
    { path: '/basic/name', reason: '写错', suggestion: '改正' },
  ] });
});
after(() => instance?.end());

const figures = async (query = '') =>
  is(await open.get(`/register/statistics/work${query}`), 200).json;
const counts = (x) => [x.received, x.accepted, x.returned, x.refused, x.overdue];

test('what was received, approved and returned is counted soon', async () => {
  const x = await instance.until('the clerk counts', async () => {
    const seen = await figures();
    return seen.returned === 1 && seen;
  });
  // A subject and two algorithms were handed in.
  assert.deepEqual(counts(x), [3, 2, 1, 0, 0]);
  assert.deepEqual(x.by_month.map(counts), [[3, 2, 1, 0, 0]]);
  const kinds = Object.fromEntries(x.by_kind.map((k) => [k.code, counts(k)]));
  assert.deepEqual(kinds, { subject: [1, 1, 0, 0, 0], algorithm: [2, 1, 1, 0, 0] });
  assert.match(x.by_province[0].label, /北京/);
  assert.deepEqual(x.by_reason.map((r) => [r.code, r.returned]), [['', 2]]);
  const stage = x.by_stage.find((s) => s.code === 'preliminary');
  assert.deepEqual([stage.done, stage.median_days, stage.label], [3, 0, '初审']);
  assert.ok(x.counted_at);
});

test('the office narrows figures by kind, class and province, nobody else does', async () => {
  const ask = async (query) =>
    is(await by.preliminary.get(`/review/figures${query}`), 200).json;
  assert.deepEqual(counts(await ask('?kind=subject')), [1, 1, 0, 0, 0]);
  assert.deepEqual(counts(await ask('?province=31')), [0, 0, 0, 0, 0]);
  assert.deepEqual(counts(await ask('?class=06&action=deregister')), [0, 0, 0, 0, 0]);
  const [all] = (await ask('?kind=algorithm')).by_class;
  assert.deepEqual(counts(await ask(`?class=${all.code}`)), counts(all));
  is(await (await staff(instance, 'auditor')).get('/review/figures'), 200);
  isProblem(await open.get('/review/figures'), 401, 'login_required');
  isProblem(await company.get('/review/figures'), 403, 'role_required');
  isProblem(await open.get('/register/statistics/work?class=02'), 400, 'parameter_unknown');
});

test('a code that nobody declares is no code with nothing done', async () => {
  const unknown = [
    ['kind', "' OR 1=1"], ['kind', 'algoritm'], ['action', 'changed'], ['class', '99'],
    ['class', 'generation_synthesis'],
  ];
  for (const [name, value] of unknown) {
    const query = `?${name}=${encodeURIComponent(value)}`;
    isProblem(await by.preliminary.get(`/review/figures${query}`), 400, 'code_unknown');
  }
});

test('a span is of months that exist, in their order, and five years at most', async () => {
  const refused = (query, code) => open.get(`/register/statistics/work?${query}`)
    .then((r) => isProblem(r, 400, code));
  await refused('from=2026-00', 'month_invalid');
  await refused('to=2026-1', 'month_invalid');
  await refused('from=2026-05&to=2026-04', 'span_invalid');
  await refused('from=2021-12&to=2026-12', 'span_too_long');
  assert.equal((await figures('?from=2022-01&to=2026-12')).from, '2022-01');
  assert.equal((await figures('?to=2026-01')).from, '2025-02');
});

test('the same figures come as a table, and stand on the public page', async () => {
  const table = is(await open.get('/register/statistics/work?format=csv'), 200);
  assert.match(table.headers['content-type'], /^text\/csv/);
  assert.match(table.text, /"合计","","合计","3","2","1","0","0"/);
  assert.match(table.text, /"审核阶段","preliminary","初审"/);
  const page = await open.get('/pages/register/statistics');
  assert.match(page.text, /近十二个月的办理情况/);
  assert.match(page.text, /审核用时/);
});

test('each of the figures comes as a picture, for everybody and for the office', async () => {
  const drawn = async (who, path, by) => {
    const r = is(await who.get(`${path}?format=svg${by ? `&by=${by}` : ''}`), 200);
    assert.equal(r.headers['content-type'], 'image/svg+xml');
    return r.text;
  };
  for (const by of ['month', 'kind', 'class', 'province', 'reason', 'stage']) {
    const picture = await drawn(open, '/register/statistics/work', by);
    assert.match(picture, new RegExp(`^<svg [^>]*aria-labelledby="chart-${by}-t chart-${by}-d"`));
    assert.match(picture, /<title[^>]*>.+<\/title><desc[^>]*>.+<\/desc>/);
    const page = await open.get('/pages/register/statistics');
    assert.equal(page.text.includes(picture), by !== 'kind', `${by} on the public page`);
  }
  assert.match(await drawn(by.final, '/review/figures', ''), /chart-month-t/);
  isProblem(await open.get('/register/statistics/work?by=class'), 400, 'parameter_invalid');
  isProblem(await open.get('/register/statistics/work?format=svg&by=x'), 400, 'parameter_invalid');
});
