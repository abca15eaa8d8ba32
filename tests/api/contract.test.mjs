// openapi.json: lints clean, says what the route table says, and real answers keep to it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Instance, program } from '../lib/instance.mjs';
import { Client, is, isProblem, register, seen, staff, unique } from '../lib/client.mjs';
import { approvedCompany, decide, draft, form, product, publishedAlgorithm, reviewers, subjectData, submit, submittedAlgorithm, taskOf } from '../lib/way.mjs';
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
const operations = () => Object.entries(doc.paths).flatMap(([path, item]) => Object.entries(item).filter(([m]) => /^(get|post|put|patch|delete)$/.test(m)).map(([method, op]) => ({ path, method, op, full: base() + path })));

test('openapi.json lints clean under the recommended rules', async () => {
  assert.match(doc.openapi, /^3\.1\./);
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(doc), config });
  assert.deepEqual(problems.map((p) => `${p.severity} ${p.ruleId}: ${p.message} ${p.location?.[0]?.pointer ?? ''}`), []);
});

test('every route is described, with the roles that may call it, and nothing else is', () => {
  const routes = JSON.parse(execFileSync(program, ['routes'], { encoding: 'utf8' }));
  const plain = (p) => p.replace(/^\/api\/v1/, '').replace(/:\w+|\{\w+\}/g, '{}');
  const table = routes.map((r) => `${r.method.toLowerCase()} ${plain(r.path)} ${[...r.who].sort().join()}`).sort();
  const described = operations().map(({ full, method, op }) => `${method} ${plain(full)} ${[...(op['x-roles'] ?? [])].sort().join()}`).sort();
  assert.deepEqual(described, table);
});

test('every operation has an id of its own, a summary, an answer and its problems', () => {
  const ids = operations().map(({ op }) => op.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { op, method, path } of operations()) {
    assert.ok(op.summary, `${method} ${path}`);
    assert.ok(Object.keys(op.responses).some((s) => /^[23]/.test(s)), `${method} ${path}`);
    assert.ok(Object.keys(op.responses).some((s) => /^4|default/.test(s)), `${method} ${path} names no problem`);
  }
});

function declared(r) {
  const plain = r.path.split('?')[0];
  const path = plain.startsWith(base()) ? plain : base() + plain; // /healthz and /openapi.json are served at the top, too
  const literal = (o) => (o.full.match(/\{/g) ?? []).length;
  const fits = operations().filter((o) => o.method === r.method.toLowerCase() && new RegExp(`^${o.full.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
  return fits.sort((a, b) => literal(a) - literal(b))[0];
}

test('real answers of the whole way keep to the schemas that are declared for them', async () => {
  seen.answers = [];
  const by = await reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  const company = await approvedCompany(instance, by);
  const filing = await publishedAlgorithm(instance, company, by, `契约算法${unique()}`);
  const other = await submittedAlgorithm(company);
  await decide(by.preliminary, other.id, { outcome: 'return', reasons: [{ path: '/basic/name', reason: '理由', suggestion: '建议' }], note: '备注' });
  const early = await register(instance);
  const subject = await draft(early, 'subject', await subjectData(early));
  await early.put(`/filings/${subject.id}`, { data: {} }, { headers: { 'If-Match': '"r999"' } });
  is(await submit(early, subject), 200);
  const task = await taskOf(by.preliminary, subject.id);
  await by.preliminary.post(`/review/tasks/${task.id}/claim`);
  await by.preliminary.post(`/review/tasks/${task.id}/release`);
  const p = await product(company);
  const current = await company.get(`/products/${p.id}`);
  await company.put(`/products/${p.id}`, { ...current.json, id: undefined }, { headers: { 'If-Match': current.headers.etag } });
  for (const kind of ['subject', 'product', 'algorithm']) await form(open, kind);
  const gets = ['/vocabulary', '/rule-sets/active', '/calendar/deadline?from=2026-01-05&days=10', '/register', `/register/${encodeURIComponent(filing.number)}`, '/register/x', '/healthz', '/deadlines', '/notices'];
  for (const path of gets) await open.get(path);
  for (const path of ['/session', '/filings', '/products', `/filings/${filing.id}/history`, `/filings/${filing.id}/decisions`, `/filings/${filing.id}/decisions/1`, '/nothing']) await company.get(path);
  for (const path of ['/review/tasks', `/filings/${filing.id}`, `/filings/${filing.id}/history`]) await by.final.get(path);
  for (const path of ['/status', '/staff']) await admin.get(path);
  const governors = await people(instance);
  const hash = await propose(governors, probe('contract'));
  await governors.editor.post('/rule-sets', { files: { 'checks/nothing.lua': null } });
  await passes(governors, hash);
  for (const path of ['/rule-sets', `/rule-sets/${hash}`, `/rule-sets/${hash}/files?path=checks/zz_contract.lua`, `/rule-sets/${hash}/diff`, '/rule-sets/active']) await governors.editor.get(path);
  for (const path of ['/audit', '/audit/verify']) await governors.auditor.get(path);
  await governors.approver.post(`/rule-sets/${hash}/approve`, { report_hash: hash });
  await governors.approver.post(`/rule-sets/${hash}/activate`);
  await governors.approver.post('/rule-sets/rollback', { reason: '没有之前的规则集' });
  await admin.post('/staff', { username: `s${unique()}`, password: 'lang-genug-und-neu', roles: ['auditor'] });
  await company.post('/filings', {});
  await company.call('DELETE', '/session');
  const answers = seen.answers;
  seen.answers = null;

  const a = ajv();
  a.addSchema(doc, 'doc');
  const part = (s) => s.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25').replaceAll('{', '%7B').replaceAll('}', '%7D');
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
    const key = [r.status, `${Math.floor(r.status / 100)}XX`, 'default'].find((k) => o.op.responses[k]);
    let at = `#/paths/${part(o.path)}/${o.method}/responses/${key}`;
    let response = o.op.responses[key];
    if (!response) {
      wrong.push(`${r.method} ${r.path}: ${r.status} is not described`);
      continue;
    }
    if (response.$ref) [at, response] = [response.$ref, response.$ref.split('/').slice(1).reduce((v, k) => v[k], doc)];
    if (r.json === undefined) continue;
    const type = r.type.split(';')[0];
    if (!response.content?.[type]) {
      wrong.push(`${r.method} ${r.path}: ${r.status} ${type} is not described`);
      continue;
    }
    const ref = `doc${at}/content/${part(type)}/schema`;
    if (!compiled.has(ref)) compiled.set(ref, a.compile({ $ref: ref }));
    const validate = compiled.get(ref);
    if (!validate(r.json)) wrong.push(`${r.method} ${r.path} ${r.status}: ${JSON.stringify(validate.errors.slice(0, 3))} ${r.text.slice(0, 300)}`);
  }
  assert.deepEqual([...new Set(wrong)], []);
  assert.ok(touched.size >= 33, `only ${touched.size} operations were seen: ${[...touched].join(', ')}`);
});

test('an answer of an unknown path is a problem with a request id of its own', async () => {
  const ids = new Set();
  for (let n = 0; n < 5; n++) ids.add(isProblem(await open.get('/nothing'), 404).request_id);
  assert.equal(ids.size, 5);
});
