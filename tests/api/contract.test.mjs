// openapi.json lints clean, says what the route table says and nothing that is open, and every
// answer of every operation keeps to it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Instance, NOBODY_TAKES } from '../lib/instance.mjs';
import { routes } from '../lib/routes.mjs';
import { Client, is, isProblem, seen } from '../lib/client.mjs';
import { Contract, openPlacesOf } from '../lib/contract.mjs';
import { calls, makeWorld } from '../lib/calls/index.mjs';

let instance, open, contract, world;
const onTheWay = []; // what was answered before, and besides what a test is about
before(async () => {
  instance = await Instance.start({ env: { RULES_MODE: 'governed' }, settings: NOBODY_TAKES });
  open = new Client(instance);
  contract = new Contract(is(await open.get('/openapi.json'), 200).json);
  onTheWay.push(...(await heard(async () => (world = await makeWorld(instance)))));
});
after(() => instance?.end());

// ---- what it says -------------------------------------------------------------------------------

test('openapi.json lints clean under the recommended rules', async () => {
  assert.match(contract.doc.openapi, /^3\.1\./);
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(contract.doc), config });
  const words = (p) =>
    `${p.severity} ${p.ruleId}: ${p.message} ${p.location?.[0]?.pointer ?? ''}`;
  assert.deepEqual(problems.map(words), []);
});

test('every route is described, with the roles that may call it, and nothing else is', () => {
  const line = (method, path, who) => `${method.toLowerCase()} ${path} ${[...who].sort().join()}`;
  const described = contract.operations.map((o) => line(o.method, o.path, o.op['x-roles']));
  assert.deepEqual(described.sort(), routes.map((r) => line(r.method, r.path, r.who)).sort());
});

test('every operation has an id of its own, a summary, an answer and its problems', () => {
  const ids = contract.operations.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { op, id } of contract.operations) {
    const statuses = Object.keys(op.responses);
    assert.ok(op.summary, id);
    assert.ok(statuses.some((s) => /^[23]/.test(s)), id);
    assert.ok(statuses.some((s) => /^4|default/.test(s)), `${id} names no problem`);
  }
});

// Values of these are not ours to declare; each says in its title whose they are.
const FREE = [
  // a form of the rule set in use, or of the one when it was saved
  'addFiling 200 /data', 'addFiling 201 /data', 'checkData body /data', 'getFiling 200 /data',
  'getKeptSave 200 /data',
  'saveFiling body /data', 'saveFiling 200 /data', 'submitFiling 200 /data',
  'withdrawFiling 200 /data', 'exportDecision 200 /facts', 'getVersion 200 /data',
  'checkDataByRuleSet body /data', 'checkFiling body /data', 'getKeptProduct 200 /data',
  'getVersion 200 /products/*', 'getReviewTask 200 /products/*',
  'getReviewTask 200 /version/data', 'getReviewTask 200 /subject/data',
  'getReviewTask 200 /diff/*/before', 'getReviewTask 200 /diff/*/after',
  'getReviewTask 200 /judgement/derived/*',
  // other files of a rule set
  'answerQuestionnaire body /answers',
  'getRegisterEntry 200 /disclosure', 'listLimits 200 /items/*/value',
  'proposeRuleSet body /limits/*', 'tryRules body /limits/*',
  'getRuleSetDeclared 200 /declared/*/overrides/value',
  'getRuleSetDeclared 200 /declared/*/value', 'FormField /example', 'checkData 200 /derived/*',
  'checkFiling 200 /derived/*', 'getFiling 200 /derived/*', 'submitFiling 200 /decision/derived/*',
  'exportDecision 200 /answer/derived/*', 'checkDataByRuleSet 200 /derived/*',
  'compareReviewed 200 /rows/*/before', 'compareReviewed 200 /rows/*/after',
  'compareVersions 200 /rows/*/before',
  'compareVersions 200 /rows/*/after',
  // a standard
  'getForm 200 /schema', 'getFormOfRuleSet 200 /schema', 'OpenApi',
];

test('every object is closed, but for those that others declare', () => {
  assert.deepEqual(openPlacesOf(contract).sort(), [...FREE].sort());
});

// ---- what it promises ---------------------------------------------------------------------------

// All that is answered while something is done, whoever asks.
async function heard(act) {
  seen.answers = [];
  try {
    await act();
    return seen.answers;
  } finally {
    seen.answers = null;
  }
}

// Problems that every route of its kind has.
async function mistakes(r) {
  const path = r.path.replace(/\{\w+\}/g, 'nothing');
  const isPublic = r.who.includes('public');
  const body = r.method === 'GET' || r.method === 'DELETE' ? {} : { json: {} };
  // People come to a page by links that others have made longer.
  if (!/^\/(healthz|pages)/.test(r.path))
    isProblem(await open.call(r.method, `${path}?colour=red`, body), 400, 'parameter_unknown');
  if (!isPublic) isProblem(await open.call(r.method, path, body), 401, 'login_required');
  if (isPublic || r.who.includes('account')) return;
  const other = Object.keys(world.as).find((role) => !r.who.includes(role));
  isProblem(await world.as[other].call(r.method, path, body), 403, 'role_required');
}

// A command with a member that none has, and one that is no JSON. What a form declares is looked at
// only when its thing is found.
async function badCommands(r) {
  const { op } = contract.operations.find(({ id }) => id === r.name);
  if (!op.requestBody?.content['application/json']) return;
  const client = world.as[r.who[0]] ?? world.company;
  const path = r.path.replace(/\{\w+\}/g, 'nothing');
  const unknown = await client.call(r.method, path, { json: { colour: 'red' } });
  isProblem(unknown, op.operationId === 'saveProduct' ? 404 : 422);
  const text = { body: 'x=1', headers: { 'Content-Type': 'text/plain' } };
  isProblem(await client.call(r.method, path, text), 415, 'media_type_unsupported');
}

const wrong = (answers) => [...new Set(answers.flatMap((a) => contract.wrong(a)))];

for (const r of routes) {
  test(`${r.name} answers as it is declared, with success and with problems`, async () => {
    assert.ok(calls[r.name], `${r.name} has no calls in tests/lib/calls`);
    const answers = await heard(async () => {
      await calls[r.name](world);
      await mistakes(r);
      await badCommands(r);
    });
    const isMine = (a) => contract.operationOf(a)?.id === r.name;
    onTheWay.push(...answers.filter((a) => !isMine(a)));
    const mine = answers.filter(isMine);
    assert.deepEqual(wrong(mine), []);
    const { op } = contract.operations.find(({ id }) => id === r.name);
    const declared = Object.keys(op.responses).filter((status) => /^\d+$/.test(status));
    const got = new Set(mine.map((a) => String(a.status)));
    assert.deepEqual(declared.filter((status) => !got.has(status)), [], 'not answered');
  });
}

test('what was answered on the way to them is as it is declared, too', () => {
  assert.ok(onTheWay.length > routes.length);
  assert.deepEqual(wrong(onTheWay), []);
});

test('there are calls for every route, and for nothing else', () => {
  assert.deepEqual(Object.keys(calls).sort(), routes.map((r) => r.name).sort());
});

test('a method that an address does not have is a problem that names those it has', async () => {
  const r = await open.put('/vocabulary', {});
  isProblem(r, 405, 'method_not_allowed');
  assert.equal(r.headers.allow, 'GET, HEAD');
  assert.deepEqual(wrong([r]), []);
});

test('an answer of an unknown path is a problem with a request id of its own', async () => {
  const answers = await heard(async () => {
    for (let n = 0; n < 5; n++) await open.get('/nothing');
  });
  assert.equal(new Set(answers.map((r) => isProblem(r, 404).request_id)).size, 5);
  assert.deepEqual(wrong(answers), []);
});
