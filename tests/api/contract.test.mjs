// openapi.json lints clean, says what the route table says, and real answers keep to it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Instance, program } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, register, seen, staff, unique } from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, form, product, publishedAlgorithm, reviewers, subjectData, submit,
  submittedAlgorithm, taskOf,
} from '../lib/way.mjs';
import { passes, people, probe, propose } from '../lib/govern.mjs';
import { ajv } from '../lib/schema.mjs';

let instance, open, doc;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  doc = is(await open.get('/openapi.json'), 200).json;
});
after(() => instance?.end());

const base = () => new URL(doc.servers?.[0]?.url ?? '', 'http://x').pathname.replace(/\/$/, '');
const METHOD = /^(get|post|put|patch|delete)$/;
const operationsOf = ([path, item]) =>
  Object.entries(item).filter(([m]) => METHOD.test(m))
    .map(([method, op]) => ({ path, method, op, full: base() + path }));
const operations = () => Object.entries(doc.paths).flatMap(operationsOf);

test('openapi.json lints clean under the recommended rules', async () => {
  assert.match(doc.openapi, /^3\.1\./);
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(doc), config });
  const said = (p) => `${p.severity} ${p.ruleId}: ${p.message} ${p.location?.[0]?.pointer ?? ''}`;
  assert.deepEqual(problems.map(said), []);
});

test('every route is described, with the roles that may call it, and nothing else is', () => {
  const routes = JSON.parse(execFileSync(program, ['routes'], { encoding: 'utf8' }));
  const plain = (p) => p.replace(/^\/api\/v1/, '').replace(/:\w+|\{\w+\}/g, '{}');
  const line = (method, path, who = []) => `${method} ${plain(path)} ${[...who].sort().join()}`;
  const table = routes.map((r) => line(r.method.toLowerCase(), r.path, r.who));
  const described = operations().map((o) => line(o.method, o.full, o.op['x-roles']));
  assert.deepEqual(described.sort(), table.sort());
});

test('every operation has an id of its own, a summary, an answer and its problems', () => {
  const ids = operations().map(({ op }) => op.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { op, method, path } of operations()) {
    const statuses = Object.keys(op.responses);
    assert.ok(op.summary, `${method} ${path}`);
    assert.ok(statuses.some((s) => /^[23]/.test(s)), `${method} ${path}`);
    assert.ok(statuses.some((s) => /^4|default/.test(s)), `${method} ${path} names no problem`);
  }
});

function declared(r) {
  const plain = r.path.split('?')[0];
  // /healthz and /openapi.json are served at the top, too.
  const path = plain.startsWith(base()) ? plain : base() + plain;
  const literal = (o) => (o.full.match(/\{/g) ?? []).length;
  const pattern = (o) => new RegExp(`^${o.full.replace(/\{\w+\}/g, '[^/]+')}$`);
  const isOf = (o) => o.method === r.method.toLowerCase() && pattern(o).test(path);
  return operations().filter(isOf).sort((a, b) => literal(a) - literal(b))[0];
}

test('real answers of the whole way keep to the schemas that are declared for them', async () => {
  seen.answers = [];
  const by = await reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  const company = await approvedCompany(instance, by);
  const filing = await publishedAlgorithm(instance, company, by, `契约算法${unique()}`);
  const other = await submittedAlgorithm(company);
  const reasons = [{ path: '/basic/name', reason: '理由', suggestion: '建议' }];
  await decide(by.preliminary, other.id, { outcome: 'return', reasons, note: '备注' });
  const early = await register(instance);
  const subject = await draft(early, 'subject', await subjectData(early));
  await early.put(`/filings/${subject.id}`, { data: {} }, ifMatch('"r999"'));
  is(await submit(early, subject), 200);
  const task = await taskOf(by.preliminary, subject.id);
  await by.preliminary.post(`/review/tasks/${task.id}/claim`);
  await by.preliminary.post(`/review/tasks/${task.id}/release`);
  const p = await product(company);
  const current = await company.get(`/products/${p.id}`);
  const tree = { ...current.json, id: undefined };
  await company.put(`/products/${p.id}`, tree, ifMatch(current.headers.etag));
  for (const kind of ['subject', 'product', 'algorithm']) await form(open, kind);
  const all = async (client, paths) => {
    for (const path of paths) await client.get(path);
  };
  const its = `/filings/${filing.id}`;
  await all(open, [
    '/vocabulary', '/rule-sets/active', '/calendar/deadline?from=2026-01-05&days=10', '/register',
    `/register/${encodeURIComponent(filing.number)}`, '/register/x', '/healthz',
  ]);
  await all(company, [
    '/session', '/filings', '/products', `${its}/history`, `${its}/decisions`, `${its}/decisions/1`,
    '/nothing',
  ]);
  await all(by.final, ['/review/tasks', its, `${its}/history`]);
  await all(admin, ['/status', '/staff']);
  const governors = await people(instance);
  const hash = await propose(governors, probe('contract'));
  await governors.editor.post('/rule-sets', { files: { 'checks/nothing.lua': null } });
  await passes(governors, hash);
  const set = `/rule-sets/${hash}`;
  await all(governors.editor, [
    '/rule-sets', '/rule-sets/active', set, `${set}/diff`,
    `${set}/files?path=checks/zz_contract.lua`,
  ]);
  await all(governors.auditor, ['/audit', '/audit/verify']);
  await governors.approver.post(`${set}/approve`, { report_hash: hash });
  await governors.approver.post(`${set}/activate`);
  await governors.approver.post('/rule-sets/rollback', { reason: '没有之前的规则集' });
  const fresh = { username: `s${unique()}`, password: 'lang-genug-und-neu', roles: ['auditor'] };
  await admin.post('/staff', fresh);
  await company.post('/filings', {});
  await company.call('DELETE', '/session');
  const answers = seen.answers;
  seen.answers = null;

  const a = ajv();
  a.addSchema(doc, 'doc');
  const escapes = { '~': '~0', '/': '~1', '%': '%25', '{': '%7B', '}': '%7D' };
  const part = (s) => s.replace(/[~/%{}]/g, (c) => escapes[c]);
  const compiled = new Map();
  const touched = new Set();
  const wrong = [];
  for (const r of answers) {
    const o = declared(r);
    if (!o) {
      if (r.status !== 404) wrong.push(`${r.method} ${r.path}: not described`);
      continue;
    }
    touched.add(`${o.method} ${o.path}`);
    const keys = [r.status, `${Math.floor(r.status / 100)}XX`, 'default'];
    const key = keys.find((k) => o.op.responses[k]);
    let at = `#/paths/${part(o.path)}/${o.method}/responses/${key}`;
    let response = o.op.responses[key];
    if (!response) {
      wrong.push(`${r.method} ${r.path}: ${r.status} is not described`);
      continue;
    }
    if (response.$ref) {
      at = response.$ref;
      response = at.split('/').slice(1).reduce((v, k) => v[k], doc);
    }
    if (r.json === undefined) continue;
    const type = r.type.split(';')[0];
    if (!response.content?.[type]) {
      wrong.push(`${r.method} ${r.path}: ${r.status} ${type} is not described`);
      continue;
    }
    const ref = `doc${at}/content/${part(type)}/schema`;
    if (!compiled.has(ref)) compiled.set(ref, a.compile({ $ref: ref }));
    const validate = compiled.get(ref);
    if (validate(r.json)) continue;
    const errors = JSON.stringify(validate.errors.slice(0, 3));
    wrong.push(`${r.method} ${r.path} ${r.status}: ${errors} ${r.text.slice(0, 300)}`);
  }
  assert.deepEqual([...new Set(wrong)], []);
  const words = `only ${touched.size} operations were seen: ${[...touched].join(', ')}`;
  assert.ok(touched.size >= 33, words);
});

test('an answer of an unknown path is a problem with a request id of its own', async () => {
  const ids = new Set();
  for (let n = 0; n < 5; n++) ids.add(isProblem(await open.get('/nothing'), 404).request_id);
  assert.equal(ids.size, 5);
});
