// The declared workflow walked at random over HTTP, beside a model that reads it as it is written:
// what it does not allow is refused and changes nothing, what it allows happens and stays. SEED=n
// walks the same way again, STEPS=n further.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { Client, is, staff } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, draft, product, renamed, reviewers,
} from '../lib/way.mjs';

const STEPS = Number(process.env.STEPS ?? 2000);
let seed = BigInt(process.env.SEED ?? Date.now());
const first = seed;
function draw(below) {
  seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((seed >> 33n) % BigInt(below));
}

// ---- what is declared ---------------------------------------------------------------------------

const text = readFileSync(join(root, 'rules', 'workflow.lua'), 'utf8').replace(/--.*$/gm, '');
const WHO = { FILER: 'filer', FIRST: 'preliminary', SECOND: 'final' };
const rows = [...text.matchAll(/\btransition \{([\s\S]*?)\n?\}(?=\s*(?:\n|$))/g)].map(([, row]) => {
  const of = (key) => row.match(new RegExp(`\\b${key} = '([^']+)'`))?.[1];
  return {
    on: of('on'), kind: of('kind'), action: of('action') ?? '*', from: of('from'), to: of('to'),
    who: WHO[row.match(/\bwho = (\w+)/)?.[1]],
  };
}).filter((r) => ['*', 'algorithm'].includes(r.kind) && ['*', 'initial'].includes(r.action));
const rowOf = (m, on, who) => rows.find((r) => r.on === on && r.from === m.state && r.who === who);

// ---- who and what -------------------------------------------------------------------------------

const people = [];
const model = [];
let instance, by;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  for (let n = 0; n < 3; n++) {
    const client = await approvedCompany(instance, by);
    people.push({ client, data: await algorithmData(client, await product(client)) });
  }
});
after(() => instance?.end());

async function begin() {
  const own = draw(people.length);
  const { client, data } = people[own];
  const filing = await draft(client, 'algorithm',
    await renamed(client, data, `走查${model.length}号推荐算法`));
  model.push({
    id: filing.id, own, state: 'draft', holder: null, history: ['create>draft'], task: null,
  });
}

// ---- acts ---------------------------------------------------------------------------------------

const stands = async (m) => {
  const { json } = is(await people[m.own].client.get(`/filings/${m.id}`), 200);
  return [json.state, json.version, json.number];
};

let refusals = 0;
async function happened(m, what, row, r, before_) {
  if (!row) {
    assert.ok([403, 404, 409].includes(r.status), `${what} from ${m.state}: ${r.status} ${r.text}`);
    assert.deepEqual(await stands(m), before_, `${what} was refused and changed something`);
    refusals++;
    return false;
  }
  is(r, 200, `${what} from ${m.state}, which is declared`);
  m.state = row.to;
  m.history.push(`${what}>${row.to}`);
  return true;
}

async function filerActs(m, what, own = draw(8) ? m.own : draw(people.length)) {
  const row = own === m.own ? rowOf(m, what, 'filer') : undefined;
  const was = row ? null : await stands(m);
  const r = await people[own].client.post(`/filings/${m.id}/${what}`,
    what === 'submit' ? { declaration: true } : {});
  if (await happened(m, what, row, r, was)) m.holder = m.task = null;
}

const stageOf = {
  submitted: 'preliminary', preliminary_review: 'preliminary', final_review: 'final',
};
async function findTask(m) {
  const who = stageOf[m.state];
  if (!who) return m.task;
  for (let cursor = ''; cursor !== null;) {
    const page = is(await by[who].get(`/review/tasks?limit=100&stage=${who}`
      + `${cursor && `&cursor=${encodeURIComponent(cursor)}`}`), 200).json;
    const task = page.items.find((t) => (t.filing?.id ?? t.filing) === m.id);
    if (task) return task.id;
    cursor = page.next;
  }
  return m.task;
}

const reasons = [{ path: '/basic/name', reason: '名称不全', suggestion: '请写全称' }];
async function reviewerActs(m, what, who) {
  if (m.task === null || m.holder === null) m.task = await findTask(m) ?? m.task;
  if (m.task === null) return;
  const isTheirs = what === 'claim'
    ? stageOf[m.state] === who && m.holder === null
    : m.holder === who;
  if (what === 'claim' && m.holder === who) return; // told so again, which is nobody's move
  const row = isTheirs ? rowOf(m, what, who) : undefined;
  const was = row ? null : await stands(m);
  const at = `/review/tasks/${m.task}`;
  const r = ['claim', 'release'].includes(what)
    ? await by[who].post(`${at}/${what}`)
    : await by[who].post(`${at}/decision`,
      { outcome: what, reasons: what === 'pass' ? [] : reasons });
  if (!(await happened(m, what, row, r, was))) return;
  m.holder = what === 'claim' ? who : null;
  if (what !== 'claim' && what !== 'release') m.task = null;
}

async function goOn(m) {
  const who = stageOf[m.state];
  if (!who) return filerActs(m, 'submit', m.own);
  if (m.holder === null) return reviewerActs(m, 'claim', who);
  return reviewerActs(m, draw(4) ? 'pass' : 'return', who);
}

async function step() {
  if (!model.length || draw(25) === 0) return begin();
  const m = model[Math.max(0, model.length - 1 - draw(25))];
  if (draw(2)) return goOn(m);
  if (draw(5) < 2) return filerActs(m, ['submit', 'withdraw'][draw(2)]);
  const what = ['claim', 'release', 'pass', 'return', 'refuse'][draw(5)];
  return reviewerActs(m, what, ['preliminary', 'final'][draw(2)]);
}

// ---- the walk -----------------------------------------------------------------------------------

test(`${STEPS} steps over HTTP do what is declared and nothing else (SEED=${first})`, async () => {
  for (let n = 0; n < STEPS; n++) await step();
  const moves = model.reduce((sum, m) => sum + m.history.length, 0);
  assert.ok(moves > STEPS / 4 && refusals > STEPS / 20, `${moves} moves, ${refusals} refusals`);
  for (const m of model) {
    const { client } = people[m.own];
    const { items } = is(await client.get(`/filings/${m.id}/history`), 200).json;
    const told = items.map((e) => `${e.what}>${e.to_state}`);
    assert.deepEqual(told.length > 1 && told[0].startsWith('create') ? told : told.reverse(),
      m.history, `the history of ${m.id}`);
    assert.equal(is(await client.get(`/filings/${m.id}`), 200).json.state, m.state);
  }
});

test('afterwards the chain verifies, and every number was given once', async () => {
  const verdict = is(await (await staff(instance, 'auditor')).get('/audit/verify'), 200).json;
  assert.equal(verdict.is_intact, true, JSON.stringify(verdict));
  const numbers = [];
  const open = new Client(instance);
  for (let cursor = ''; cursor !== null;) {
    const path = `/register?limit=100${cursor && `&cursor=${cursor}`}`;
    const page = is(await open.get(path), 200).json;
    numbers.push(...page.items.map((e) => e.number));
    cursor = page.next;
  }
  assert.equal(numbers.length, model.filter((m) => m.state === 'approved').length);
  assert.equal(new Set(numbers).size, numbers.length);
});
