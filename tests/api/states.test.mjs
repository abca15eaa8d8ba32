// Role × endpoint × state of the object, generated from the route table. Whoever may not see a
// thing is told that there is none, in every state, by every route; and nothing that was refused
// has changed it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client } from '../lib/client.mjs';
import { acts, routes } from '../lib/routes.mjs';
import { world } from '../lib/states.mjs';

let instance, w;
before(async () => {
  instance = await Instance.start();
  w = await world(instance);
  w.actors.nobody = new Client(instance);
});
after(() => instance?.end());

// What a route's first member names.
const kindOf = (path) => (/^\/filings\/\{/.test(path) ? 'filings'
  : /^\/products\/\{/.test(path) ? 'products'
  : /^\/attachments\/\{/.test(path) ? 'attachments'
  : /^\/review\/tasks\/\{/.test(path) ? 'tasks' : null);
const mine = routes.filter((r) => kindOf(r.path));

const rolesOf = {
  nobody: [], owner: ['filer'], other: ['filer'], newcomer: ['filer'],
  elsewhere: ['preliminary_reviewer'], preliminary: ['preliminary_reviewer'],
  final: ['final_reviewer'], admin: ['system_admin'], editor: ['rule_editor'],
  approver: ['rule_approver'], auditor: ['auditor'],
};

// Which things somebody may know of at all; written by hand, from the design and not from the code.
// What was taken back before anybody worked on it is the filer's again.
const wasSubmitted = (state) => !['draft', 'deleted', 'withdrawn'].includes(state);
const knows = {
  owner: (kind, state) => ['filings', 'products', 'attachments'].includes(kind) &&
    state !== 'deleted',
  preliminary: (kind, state) => (kind === 'filings' && wasSubmitted(state)) ||
    (kind === 'tasks' && state !== 'next'),
  final: (kind, state) => (kind === 'filings' && wasSubmitted(state)) ||
    (kind === 'tasks' && state === 'next'),
};

const bodies = { '/filings/{id}': { data: {} }, '/filings/{id}/submit': { declaration: true },
  '/products/{id}': { name: '别人的' }, '/review/tasks/{id}/decision':
    { outcome: 'pass', reasons: [] }, '/review/tasks/{id}/draft': { outcome: 'pass', note: 'x' },
  '/review/tasks/{id}/reassign': { to: '0'.repeat(26), reason: 'x' },
  '/review/tasks/{id}/handover': { area: '820000', reason: 'x' },
  '/filings/{id}/supervision': { kind: 'penalty', text: '事由', type: 'warning' },
  '/filings/{id}/revoke': { reason: '事由' }, '/filings/{id}/deregister': { reason: '事由' } };
const filled = (path, id) =>
  path.replace('{id}', id).replace('{n}', '1').replace('{kept}', '0'.repeat(26));

async function call(who, r, id) {
  const hasBody = !['GET', 'DELETE'].includes(r.method);
  const options = hasBody ? { json: bodies[r.path] ?? {} } : {};
  options.headers = { 'if-match': '*' };
  const query = /filings.*\/diff$/.test(r.path) ? '?from=1&to=1'
    : r.path === '/review/tasks/{id}/letters' ? '?outcome=pass' : '';
  return who.call(r.method, `/api/v1${filled(r.path, id)}${query}`, options);
}

// What the thing is, as its owner (or the reviewer of the task) sees it.
async function standing(kind, id) {
  const who = kind === 'tasks' ? w.actors.preliminary : w.actors.owner;
  const at = kind === 'tasks' ? `/review/tasks/${id}` : `/${kind}/${id}`;
  const { status, headers, json } = await who.get(at);
  return JSON.stringify([status, headers.etag, json?.state, json?.revision, json?.claimed_by]);
}

function isAsItMust(answer, r, { name, state }, isKnown) {
  const asked = `${name} ${state} ${r.method} ${r.path}`;
  const said = `${asked}: ${answer.status} ${answer.text.slice(0, 200)}`;
  const may = acts.get(r.act);
  const isIn = may.includes('public') || rolesOf[name].some((x) => may.includes(x));
  assert.ok(answer.status < 500, said);
  if (name === 'nobody') assert.equal(answer.status, 401, said);
  else if (!isIn) assert.equal(answer.status, 403, said);
  else if (!isKnown) assert.ok([404, 403].includes(answer.status), said);
  // That another stage has a task is no secret among those who review.
  const isOfStage = r.path.startsWith('/review/');
  if (isIn && !isKnown && r.method === 'GET' && !isOfStage) assert.equal(answer.status, 404, said);
  if (isIn && isKnown && /^[^{]*\{id\}$/.test(r.path)) assert.equal(answer.status, 200, said);
}

for (const r of mine) {
  test(`${r.method} ${r.path}: of every state, for everybody`, async () => {
    const kind = kindOf(r.path);
    for (const [state, id] of Object.entries(w.things[kind])) {
      for (const [name, who] of Object.entries(w.actors)) {
        const isKnown = knows[name]?.(kind, state) ?? false;
        if (isKnown && r.writes) continue; // they may; what comes of it is told elsewhere
        const before = await standing(kind, id);
        isAsItMust(await call(who, r, id), r, { name, state }, isKnown);
        if (r.writes) assert.equal(await standing(kind, id), before, `${name} changed ${state}`);
      }
    }
  });
}

// Ids that are none, are another kind's, or nearly one: nobody finds anything by them.
const spoilt = (id) => [
  id.slice(0, -1) + (id.at(-1) === '0' ? '1' : '0'), id.toUpperCase(), `${id}0`, id.slice(1),
  '0'.repeat(26), 'z'.repeat(26), '%00', '..%2f..', encodeURIComponent(`${id}' OR '1'='1`),
  encodeURIComponent(`${id}\u200b`), encodeURIComponent('％'), '1', '-1', 'null', 'undefined',
];

test('an id of another kind, or one that is nearly right, finds nothing', async () => {
  const all = Object.entries(w.things).flatMap(([kind, list]) =>
    Object.values(list).map((id) => ({ kind, id })));
  for (const r of mine) {
    const kind = kindOf(r.path);
    const own = Object.values(w.things[kind])[0];
    const others = all.filter((x) => x.kind !== kind).map((x) => x.id);
    for (const id of [...spoilt(own), ...others]) {
      for (const name of ['owner', 'preliminary']) {
        const answer = await call(w.actors[name], r, id);
        const said = `${name} ${r.method} ${r.path} ${id}: ${answer.status}`;
        assert.ok([400, 403, 404, 405].includes(answer.status), said);
      }
    }
  }
});
