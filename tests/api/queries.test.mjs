// Queries: every list of openapi.json refuses what it does not declare or cannot read, by name.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import { people, probe, propose, replay } from '../lib/govern.mjs';
import {
  algorithmData, approvedCompany, draft, product, reviewers, save, submit, submittedAlgorithm,
} from '../lib/way.mjs';

let instance, doc, values;
const clients = {};
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' } });
  doc = is(await new Client(instance).get('/openapi.json'), 200).json;
  const company = await approvedCompany(instance, await reviewers(instance));
  Object.assign(clients, { public: new Client(instance), account: company, filer: company });
  for (const role of Object.keys(instance.credentials)) clients[role] = await staff(instance, role);
  for (let n = 0; n < 2; n++) await submittedAlgorithm(company);
  values = { id: await refusedTwice(company), hash: await replayed() };
  values.product = (await product(company)).id;
  const [waiting] = is(await clients.preliminary_reviewer.get('/review/tasks'), 200).json.items;
  values.task = waiting.id;
});
after(() => instance?.end());

// A filing with two judgements.
async function refusedTwice(company) {
  const data = await algorithmData(company, await product(company));
  let filing = await draft(company, 'algorithm', data);
  for (const name of ['某', '另']) {
    filing = await save(company, filing, { ...data, basic: { name } });
    isProblem(await submit(company, filing), 422, 'not_acceptable');
  }
  return filing.id;
}

async function replayed() {
  const by = await people(instance);
  const hash = await propose(by, probe('queries'));
  await replay(by, hash);
  return hash;
}

// ---- the operations -----------------------------------------------------------------------------

const at = (node) =>
  (node?.$ref ? node.$ref.split('/').slice(1).reduce((v, k) => v[k], doc) : node);

function answerOf(op) {
  const ok = Object.entries(op.responses).find(([status]) => /^2/.test(status))?.[1];
  return at(at(ok)?.content?.['application/json']?.schema);
}

// With the names of the members of its query, and of those among them that are no lists.
const gets = () => Object.entries(doc.paths).filter(([, x]) => x.get).map(([path, { get: op }]) => {
  const query = (op.parameters ?? []).map(at).filter((p) => p.in === 'query');
  const once = query.filter((p) => at(p.schema).type !== 'array');
  return { path, op, names: query.map((p) => p.name), once: once.map((p) => p.name) };
});

const lists = () => gets().filter(({ op }) => {
  const members = answerOf(op)?.properties ?? {};
  return members.items && members.next;
});

// As the first of the roles that may.
function ask({ path, op }, query) {
  const client = clients[op['x-roles'][0]];
  assert.ok(client, `${path}: nobody has the role ${op['x-roles'][0]}`);
  const noun = path.split('/').at(path.startsWith('/review/') ? 2 : 1);
  const id = { products: values.product, tasks: values.task }[noun] ?? values.id;
  const full = path.replace(/\{(\w+)\}/g, (_, name) => ({ ...values, id })[name] ?? 'nothing');
  return client.get(`${full}?${query}`);
}

// Each of these queries is refused by each of these operations with 400, and the member is named.
async function areRefused(operations, queries, code) {
  const wrong = [];
  for (const x of operations) {
    for (const { query, name } of queries(x)) {
      const r = await ask(x, query);
      const tell = (words) => wrong.push(`${x.path}?${query}: ${words}`);
      const said = `${r.json?.where} ${r.json?.detail}`;
      if (r.status !== 400) tell(r.status);
      else if (!said.includes(name)) tell(`does not name ${name}: ${said}`);
      else isProblem(r, 400, code);
    }
  }
  assert.deepEqual(wrong, []);
}
const member = (name, ...all) => all.map((value) => ({ name, query: `${name}=${value}` }));

test('every list is found in openapi.json, and can be asked', async () => {
  const paths = lists().map((x) => x.path);
  for (const path of [
    '/filings', '/products', '/staff', '/review/tasks', '/register', '/audit', '/rule-sets',
    '/filings/{id}/decisions', '/rule-sets/{hash}/deadlines', '/rule-sets/{hash}/replay/hits',
  ]) assert.ok(paths.includes(path), path);
  for (const x of lists()) is(await ask(x, x.names.includes('limit') ? 'limit=100' : ''), 200);
});

test('every list takes back the cursors that it gave', async () => {
  const given = [];
  for (const x of lists().filter(({ names }) => names.includes('cursor'))) {
    const first = is(await ask(x, 'limit=1'), 200).json;
    if (!first.next) continue;
    given.push(x.path);
    const cursor = encodeURIComponent(first.next);
    const second = is(await ask(x, `limit=1&cursor=${cursor}`), 200).json;
    assert.notDeepEqual(second.items, first.items, x.path);
  }
  for (const path of [
    '/filings', '/products', '/staff', '/review/tasks', '/audit', '/rule-sets',
    '/filings/{id}/decisions',
  ]) assert.ok(given.includes(path), `${path} has two pages`);
});

test('every list refuses a cursor that it never gave', () => areRefused(
  lists().filter(({ names }) => names.includes('cursor')),
  () => member('cursor', 'x', 'no%20cursor', '.', '..', '1.', '.1', '-1', '%2B1', '1e3', '0x10',
    '1x', '9'.repeat(40), 'null', '%E4%B8%80', '%27%20OR%201=1', '2026-11-24.%27',
    `${'a'.repeat(26)}%20`),
  'cursor_invalid'));

// What is taken away in bulk has pages of its own size.
const ofHundreds = () => lists().filter(({ path }) => path !== '/register.json');

test('every list refuses a limit that is no whole number from 1 to 100', () => areRefused(
  ofHundreds(), () => member('limit', 'abc', '0', '101', '-1', '1.5', '1e1', '0x10', '+5', '%205',
    '5%20', '5x', '%EF%BC%95', '9'.repeat(40))));

test('every list refuses a member of its query that it does not declare', () => areRefused(
  lists(), ({ names }) => [
    { name: 'limt', query: 'limt=5' },
    { name: 'Limit', query: 'Limit=5' },
    { name: 'colour', query: names.includes('limit') ? 'limit=5&colour=red' : 'colour=red' },
    { name: 'colour', query: 'colour' },
    { name: 'colour', query: 'colour=' },
    { name: 'cursor[]', query: 'cursor%5B%5D=x' },
    { name: '', query: '=5' },
  ]));

test('every list refuses a member of its query that comes twice', () => areRefused(
  lists(), ({ once }) => once.flatMap((name) => [
    { name, query: `${name}=5&${name}=5` },
    { name, query: `${name}=&${name}=5` },
  ])));

test('every list refuses bytes in its query that are no text', async () => {
  const wrong = [];
  for (const x of lists()) {
    for (const bad of ['%00', 'a%00b', '%ff', '%ed%a0%80', '%', '%4', '%zz']) {
      for (const name of x.names) {
        const r = await ask(x, `${name}=${bad}`);
        if (r.status !== 400) wrong.push(`${x.path}?${name}=${bad}: ${r.status}`);
        else isProblem(r, 400);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

// Whoever probes /healthz may add to it what keeps his caches away, and people come to pages by
// links that others have made longer.
const isOpen = (path) => path === '/healthz' || path.startsWith('/pages/');
test('what is no list refuses a member that it does not declare, too', () => areRefused(
  gets().filter(({ path }) => !isOpen(path) && !lists().some((x) => x.path === path)),
  () => [{ name: 'colour', query: 'colour=red' }]));
