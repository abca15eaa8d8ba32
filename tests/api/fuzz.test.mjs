// Nonsense at every route gets an answer of the contract, never a 5xx, and no worker falls. SEED=
// runs one seed again.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { routes } from '../lib/routes.mjs';
import { Client, is, staff } from '../lib/client.mjs';
import { approvedCompany, product, reviewers, submittedAlgorithm, taskOf } from '../lib/way.mjs';

const seed = Number(process.env.SEED ?? Date.now() % 1e9);
let state = seed;
const random = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return (state >>> 8) % n;
};
const pick = (list) => list[random(list.length)];

let instance, clients, ids, admin;
before(async () => {
  instance = await Instance.start();
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(company);
  const task = await taskOf(by.preliminary, filing.id);
  ids = [
    filing.id, company.subject.id, task.id, (await product(company)).id, await company.uploadFor(),
    '0'.repeat(26), 'subject', 'x', '%', '%E4%B8', '%2e%2e', ' ', "'", '💥', 'a'.repeat(300),
  ];
  admin = await staff(instance, 'system_admin');
  clients = [company, by.preliminary, by.final, admin, new Client(instance)];
});
after(() => instance?.end());

const texts = [
  '', ' ', '网信算备', "'; DROP TABLE filing; --", '%s%n%x', '../../x', '\u202e', '😀',
  'x'.repeat(5000), '2026-02-30', '-1', 'null', '{"a":1}', '/basic/name', 'subject', 'initial',
  'pass',
];
const names = [
  'kind', 'action', 'of', 'data', 'declaration', 'outcome', 'reasons', 'note', 'username',
  'password', 'roles', 'scope', 'clock', 'name', 'paths', 'path', 'basic', 'disabled', 'bearer', '',
  '__proto__', 'a/b', 'a~b',
];
const queries = ['q', 'limit', 'cursor', 'from', 'days', 'action', 'state', 'stage', 'area'];
const tags = ['*', '"r1"', 'W/"r1"', '"r99999999999999999999"', 'r1', '""', '"r-1"'];
const times = (n, fn) => Array.from({ length: n }, fn);
const body = (n, depth = 0) => Object.fromEntries(times(n, () => [pick(names), value(depth)]));
function value(depth = 0) {
  switch (random(depth > 3 ? 6 : 9)) {
    case 0: return null;
    case 1: return random(2) === 0;
    case 2: return pick([0, -1, 1.5, 1e308, -0, 2 ** 53, 2 ** 31, -(2 ** 63)]);
    case 3: case 4: case 5: return pick(texts);
    case 6: return times(random(5), () => value(depth + 1));
    default: return body(random(6), depth + 1);
  }
}

async function ask(r) {
  if (r.method === 'DELETE' && /session/.test(r.path)) return;
  const client = pick(clients);
  const id = () => pick(ids).replace(/[ '💥]/gu, encodeURIComponent);
  const query = random(2) ? `?${pick(queries)}=${encodeURIComponent(pick(texts))}` : '';
  const path = r.path.replace(/\{\w+\}/g, id) + query;
  const headers = {};
  if (r.method !== 'GET' && random(3) === 0) headers['If-Match'] = pick(tags);
  if (random(4) === 0) headers['Idempotency-Key'] = pick(['k', ' ', 'x'.repeat(300), 'key-1']);
  const json = r.method === 'GET' ? undefined : random(8) ? body(1 + random(5)) : value();
  const answer = await client.call(r.method, path, { json, headers });
  const sent = [json, headers].map((x) => JSON.stringify(x)?.slice(0, 500)).join(' ');
  const said = `${r.method} ${path} ${sent} → ${answer.status} ${answer.text.slice(0, 400)}`;
  assert.ok(answer.status < 500, said);
  if (answer.status < 400) return;
  // What nginx refuses before it knows for whom is no page.
  if (r.path.startsWith('/pages/') && answer.type.startsWith('text/html')) return;
  assert.match(answer.type, /problem\+json/, said);
  assert.ok(answer.json.code && answer.json.request_id, said);
  const isFinding = (f) => typeof f.path === 'string' && f.message;
  assert.ok((answer.json.findings ?? []).every(isFinding), said);
}

test(`nonsense at every route is answered by the contract (SEED=${seed})`, async () => {
  const status = async () => is(await admin.get('/status'), 200).json.processes;
  const pids = async () => (await status()).map((p) => p.pid).sort();
  const old = await pids();
  const isAsked = (r) => !/session|password|staff/.test(r.path) || random(3) === 0;
  for (let round = 0; round < 12; round++) await Promise.all(routes.filter(isAsked).map(ask));
  assert.deepEqual(await pids(), old, 'no worker fell');
});
