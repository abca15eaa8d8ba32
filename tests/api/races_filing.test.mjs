// Races about filings: nothing is stored on facts that moved while the rules were judging them, and
// who loses a race is run again.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasFinding, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { pointerTo, withValue } from '../lib/forms.mjs';
import { patient, whileJudged } from '../lib/hold.mjs';
import { root, until } from '../lib/instance.mjs';
import {
  algorithmData, approvedCompany, decide, draft, form, product, productData, reviewers, save,
  subjectData, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, by, admin, company;
before(async () => {
  instance = await patient();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const get = async (path, client = company) => is(await client.get(path), 200);
const put = (path, json, etag) => company.put(path, json, { headers: { 'If-Match': etag } });

// A draft that covers this of a new product, and the product.
async function covering(choose) {
  const p = await product(company);
  const data = await algorithmData(company, p);
  data.service.coverage = [choose(p)];
  return { p, filing: await draft(company, 'algorithm', data) };
}

// A submit, and what happens while it is being judged.
const submitWhile = (client, filing, meanwhile) =>
  whileJudged(admin, () => [submit(client, filing)], meanwhile).then(([r]) => r);

// Refused, and every trace of the filing says so.
async function isRefused(r, filing, rule, path) {
  const found = hasFinding(isProblem(r, 422, 'not_acceptable'), path, { rule });
  const now = (await get(`/filings/${filing.id}`)).json;
  assert.equal(now.state, 'draft');
  const events = (await get(`/filings/${filing.id}/history`)).json.items;
  assert.ok(!events.some((e) => e.what === 'submit'));
  assert.equal(await taskOf(by.preliminary, filing.id), null);
  const verdicts = (await get(`/filings/${filing.id}/decisions`)).json.items;
  assert.deepEqual(verdicts.map((x) => x.verdict), ['not_acceptable'], 'nothing else was kept');
  return found;
}

test('a submit whose product is deleted meanwhile is judged anew, and refused', async () => {
  const { p, filing } = await covering((x) => ({ product: x.id }));
  const r = await submitWhile(company, filing, async () => {
    is(await company.del(`/products/${p.id}`), 204);
  });
  const found = await isRefused(r, filing, 'coverage.exists', '/service/coverage/0');
  assert.match(found.message, /产品不存在/);
});

test('a submit whose covered path goes away meanwhile is judged anew, and refused', async () => {
  const { p, filing } = await covering((x) => ({ product: x.id, path: x.paths.at(-1).id }));
  const r = await submitWhile(company, filing, async () => {
    const now = await get(`/products/${p.id}`);
    const [other] = (await productData(company)).paths;
    is(await put(`/products/${p.id}`, { ...now.json, paths: [other] }, now.headers.etag), 200);
  });
  const found = await isRefused(r, filing, 'coverage.exists', '/service/coverage/0');
  assert.match(found.message, /路径不存在/);
});

test('a submit whose product is renamed meanwhile is stored with the new name', async () => {
  const { p, filing } = await covering((x) => ({ product: x.id }));
  const name = `改名${unique()}`;
  const r = is(await submitWhile(company, filing, async () => {
    const now = await get(`/products/${p.id}`);
    is(await put(`/products/${p.id}`, { ...now.json, name }, now.headers.etag), 200);
  }), 200);
  const kept = (await get(`/filings/${filing.id}/decisions/1`)).json;
  assert.equal(kept.facts.products.find((x) => x.id === p.id).name, name);
  assert.equal(r.json.decision.facts_hash, kept.facts_hash);
});

test('a submit whose credit code another company gets meanwhile is warned of it', async () => {
  const one = await register(instance);
  const other = await register(instance);
  const data = await subjectData(one);
  const first = await draft(one, 'subject', data);
  const twin = await draft(other, 'subject', withValue(await subjectData(other),
    '/basic/credit_code', data.basic.credit_code));
  is(await submit(one, first), 200);
  const r = is(await submitWhile(other, twin, () => decide(by.preliminary, first.id)), 200);
  hasFinding(r.json.decision, '/basic/credit_code',
    { severity: null, rule: 'subject.credit_code_elsewhere' });
});

// Claimed for the final review, so that one decision is left.
async function beforeFinal() {
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id);
  const task = await taskOf(by.final, filing.id);
  is(await by.final.post(`/review/tasks/${task.id}/claim`), 200);
  return { filing, task };
}
const pass = (x) => by.final.post(`/review/tasks/${x.task.id}/decision`,
  { outcome: 'pass', reasons: [] });

test('two final passes of one company and class at once get a number each', async () => {
  const both = [await beforeFinal(), await beforeFinal()];
  const answers = await whileJudged(admin, () => both.map(pass), () => {});
  for (const r of answers) is(r, 200);
  const numbers = answers.map((r) => r.json.number);
  assert.notEqual(numbers[0], numbers[1]);
  for (const [n, { filing }] of both.entries()) {
    const now = (await get(`/filings/${filing.id}`)).json;
    assert.deepEqual([now.state, now.number], ['approved', numbers[n]]);
    const entry = (await get(`/register/${encodeURIComponent(numbers[n])}`)).json;
    assert.equal(entry.number, numbers[n]);
  }
});

// Where a filing is routed is one thing, and what its number counts by another.
test('and whatever class they were routed by', async () => {
  const text = readFileSync(join(root, 'rules', 'routing.lua'), 'utf8');
  const was = '    return { area = area, class = class';
  assert.ok(text.includes(was));
  const reads = text.replace("'filing.kind',", "'filing.kind', 'filing.data.basic.name',");
  const local = { 'routing.lua': reads.replace(was,
    `    if match('^轮值', filing.data.basic.name or '') then class = '06' end\n${was}`) };
  const routed = await patient({ local });
  try {
    const [who, boss] = [await reviewers(routed), await staff(routed, 'system_admin')];
    const filer = await approvedCompany(routed, who);
    const tasks = [];
    for (let n = 0; n < 2; n++) {
      const { id } = await submittedAlgorithm(filer, `轮值算法${unique()}`);
      await decide(who.preliminary, id);
      const task = await taskOf(who.final, id);
      assert.equal(task.class, '06');
      is(await who.final.post(`/review/tasks/${task.id}/claim`), 200);
      tasks.push(task);
    }
    const passAll = () => tasks.map((task) => who.final.post(`/review/tasks/${task.id}/decision`,
      { outcome: 'pass', reasons: [] }));
    const answers = await whileJudged(boss, passAll, () => {});
    const numbers = answers.map((r) => is(r, 200).json.number);
    for (const number of numbers) assert.match(number, /^网信算备\d{13}01\d{6}号$/);
    assert.deepEqual(numbers.map((x) => x.slice(-5, -2)).sort(), ['001', '002']);
  } finally {
    await routed.end();
  }
});

test('two saves of one product at once, each whatever it was before, are both stored', async () => {
  const { json: p } = await get(`/products/${(await product(company)).id}`);
  const names = [`甲${unique()}`, `乙${unique()}`];
  const send = () => names.map((name) => put(`/products/${p.id}`, { ...p, name }, '*'));
  const answers = await whileJudged(admin, send, () => {});
  for (const r of answers) is(r, 200);
  const now = await get(`/products/${p.id}`);
  const last = answers.find((r) => r.headers.etag === now.headers.etag);
  assert.equal(now.json.name, last?.json.name, 'the later of the two stands');
  assert.equal(new Set(answers.map((r) => r.headers.etag)).size, 2, 'a revision for each');
});

test('two products saved at once, or a submit and a check, are all answered 200', async () => {
  const [one, other] = [await product(company), await product(company)];
  const { filing } = await covering((x) => ({ product: x.id }));
  const etag = async (p) => (await get(`/products/${p.id}`)).headers.etag;
  const tags = [await etag(one), await etag(other)];
  for (const send of [
    () => [one, other].map((p, n) => put(`/products/${p.id}`, p, tags[n])),
    () => [submit(company, filing), company.post(`/filings/${filing.id}/check`)],
  ]) {
    for (const r of await whileJudged(admin, send, () => {})) is(r, 200);
  }
});

test('submits of a company that saves other drafts all the while are all accepted', async () => {
  const data = await algorithmData(company, await product(company));
  const at = pointerTo((await form(company, 'algorithm')).schema, /算法名称/);
  const filings = [];
  for (let n = 0; n < 8; n++) filings.push(await draft(company, 'algorithm', data));
  let isDone = false;
  let saves = 0;
  const others = []; // one after the other: who begins at once is given the same empty draft
  for (let n = 0; n < 3; n++) others.push(await draft(company, 'algorithm', {}));
  const savers = others.map(async (other) => {
    for (let filing = other; !isDone; saves++) {
      filing = await save(company, filing, withValue({}, at, `自动保存${saves}`));
    }
  });
  const answers = [];
  try {
    for (const filing of filings) {
      const before_ = saves;
      await until('a save between the submits', () => saves > before_, { every: 1 });
      answers.push(await submit(company, filing));
    }
  } finally {
    isDone = true;
    await Promise.all(savers);
  }
  assert.deepEqual(answers.map((r) => r.status), filings.map(() => 200));
});

test('eight products of one company added at once are all stored', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => productData(company)));
  const answers = await Promise.all(all.map((data) => company.post('/products', data)));
  for (const r of answers) is(r, 201);
  assert.equal(new Set(answers.map((r) => r.json.id)).size, all.length);
});
