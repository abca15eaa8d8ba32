// A decision, a refused submit too, can be made again from its export and a folder of rules, on a
// machine that has nothing else.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { is, isCompleteFinding, isProblem, register, sha256, staff } from '../lib/client.mjs';
import { caseOf } from '../lib/govern.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, reviewers, save, submit, subjectData,
} from '../lib/way.mjs';

let instance, by, company, away;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  away = await mkdtemp(join(tmpdir(), 'suanbei-away-'));
  await cp(join(root, 'rules'), join(away, 'set'), { recursive: true });
});
after(async () => {
  if (away) await rm(away, { recursive: true, force: true });
  await instance?.end();
});

const list = async (client, id, query = '') =>
  is(await client.get(`/filings/${id}/decisions${query}`), 200).json;
const exported = (client, id, n) => client.get(`/filings/${id}/decisions/${n}`);

const run = (args) => new Promise((resolve) => {
  const tell = (e, out, err) => resolve({ code: e?.code ?? 0, out, err });
  execFile(program, args, { cwd: away }, tell);
});

// Runs in the empty folder: no database, no configuration, nothing but the rules and the file.
const again = (file, ...args) => run(['decide', ...args, file]);
async function written(name, text) {
  await writeFile(join(away, name), text);
  return name;
}

async function submitted() {
  const data = await algorithmData(company, await product(company));
  return is(await submit(company, await draft(company, 'algorithm', data)), 200).json;
}
async function refused(data = { basic: { name: '某算法' } }) {
  const filing = await draft(company, 'algorithm', data);
  const p = isProblem(await submit(company, filing), 422, 'not_acceptable');
  return { filing, problem: p };
}

test('an accepted submit is exported whole and made again elsewhere byte for byte', async () => {
  const filing = await submitted();
  const rows = (await list(company, filing.id)).items;
  assert.equal(rows.length, 1);
  const varies = { decided_at: null, engine: null, facts_hash: null, rule_set: null };
  const row = { n: 1, version: 1, occasion: 'submit', verdict: 'acceptable', ...varies };
  assert.deepEqual({ ...rows[0], ...varies }, row);
  const r = is(await exported(company, filing.id, 1), 200);
  assert.equal(r.headers['cache-control'], 'no-store');
  assert.equal(r.json.filing, filing.id);
  assert.deepEqual(r.json.answer, filing.decision);
  assert.equal(r.json.facts.filing.id, filing.id);
  const told = await again(await written('export.json', r.text), '--rules', 'set');
  assert.equal(told.code, 0, told.out + told.err);
  assert.match(told.out, /^一致：.*逐字节相同/);
  assert.ok(told.out.includes(r.json.facts_hash) && told.out.includes(r.json.rule_set));
  const printed = await again('export.json', '--rules', 'set', '--print');
  assert.equal(printed.code, 0);
  const isStored = r.text.includes(`"answer":${printed.out.trim()}}`);
  assert.ok(isStored, 'the printed answer is the stored one, byte for byte');
  await written('facts.json', JSON.stringify(r.json.facts));
  const facts = await again('facts.json', '--rules', 'set');
  assert.equal(facts.code, 0);
  assert.equal(facts.out, printed.out);
});

test('an export that was pretty-printed on its way is still the same decision', async () => {
  const filing = await submitted();
  const r = is(await exported(company, filing.id, 1), 200);
  await written('pretty.json', JSON.stringify(r.json, null, 2));
  const told = await again('pretty.json', '--rules', 'set');
  assert.equal(told.code, 0, told.out + told.err);
});

test('a changed byte in facts or answer, another set, another engine: each is told', async () => {
  const filing = await submitted();
  const r = is(await exported(company, filing.id, 1), 200).json;
  const tell = async (change, args = ['--rules', 'set']) => {
    const copy = structuredClone(r);
    change(copy);
    const told = await again(await written('changed.json', JSON.stringify(copy)), ...args);
    assert.equal(told.code, 1, told.out);
    return told.out;
  };
  assert.match(await tell((x) => (x.facts.organization.name += '。')), /^不一致：事实的哈希不同/);
  const moved = await tell((x) => (x.answer.route.area = '999999'));
  assert.match(moved, /^不一致：结论自第 \d+ 字节起不同\n {2}导出：.*999999.*\n {2}重做：/);
  assert.match(await tell((x) => (x.verdict = 'not_acceptable')), /verdict/);
  const older = await tell((x) => (x.engine = 'suanbei-engine/0'));
  assert.match(older, /引擎版本不同[^]*suanbei-engine\/0/);
  await cp(join(away, 'set'), join(away, 'other'), { recursive: true });
  await appendFile(join(away, 'other', 'limits.lua'), '\n-- 改动\n');
  const out = await tell(() => {}, ['--rules', 'other']);
  assert.match(out, /规则集不同/);
  assert.ok(out.includes(r.rule_set));
  const both = await again('changed.json', '--rules', 'other', '--print');
  assert.equal(both.code, 1);
  assert.match(both.out, /"verdict":"acceptable"/);
});

test('a file that is no JSON, a missing one and missing rules are refused in Chinese', async () => {
  for (const [file, args] of [
    [await written('broken.json', '{"facts":'), ['--rules', 'set']],
    ['facts.json', ['--rules', 'nowhere']], ['missing.json', ['--rules', 'set']],
  ]) {
    const told = await again(file, ...args);
    assert.equal(told.code, 1);
    assert.match(told.err, /[\u4e00-\u9fff]/);
  }
  assert.equal((await again('facts.json', '--nonsense')).code, 2);
});

test('a submit that the rules refuse is a decision, and leaves the draft as it was', async () => {
  const { filing, problem } = await refused();
  problem.findings.forEach(isCompleteFinding);
  const now = is(await company.get(`/filings/${filing.id}`), 200);
  assert.equal(now.headers.etag, filing.etag);
  const moves = [
    { on: 'save', label: '保存', verb: 'save' }, { on: 'submit', label: '提交', verb: 'submit' },
  ];
  const shown = { coverage: [], product_changes: [], deadlines: [], reasons: [], contact: null,
    about: [], begins: [], keeps: false, effect: null };
  const { attachments } = now.json; // tests/api/returned.test.mjs
  const read = { rules_changed: null, ...shown, attachments, moves, masked: [] };
  assert.deepEqual({ ...now.json, etag: now.headers.etag }, { ...filing, ...read });
  const history = is(await company.get(`/filings/${filing.id}/history`), 200).json.items;
  assert.ok(!history.some((e) => e.what === 'submit'));
  const [row] = (await list(company, filing.id)).items;
  assert.equal(row.verdict, 'not_acceptable');
  assert.equal(row.version, 1);
  const r = is(await exported(company, filing.id, 1), 200);
  assert.deepEqual(r.json.answer.findings, problem.findings);
  assert.equal((await again(await written('refused.json', r.text), '--rules', 'set')).code, 0);
});

test('the same refused submit again is one decision; a changed draft makes another', async () => {
  const { filing } = await refused();
  for (let i = 0; i < 3; i++) {
    const headers = { 'Idempotency-Key': `again-${i % 2}-${filing.id}` };
    isProblem(await submit(company, filing, { headers }), 422, 'not_acceptable');
  }
  assert.equal((await list(company, filing.id)).items.length, 1);
  const saved = await save(company, filing, { basic: { name: '另一个名称' } });
  isProblem(await submit(company, saved), 422, 'not_acceptable');
  assert.deepEqual((await list(company, filing.id)).items.map((x) => x.n), [2, 1]);
  const full = await save(company, saved, await algorithmData(company, await product(company)));
  is(await submit(company, full), 200);
  const verdicts = (await list(company, filing.id)).items.map((x) => x.verdict);
  assert.deepEqual(verdicts, ['acceptable', 'not_acceptable', 'not_acceptable']);
  const first = await list(company, filing.id, '?limit=2');
  assert.deepEqual(first.items.map((x) => x.n), [3, 2]);
  const next = await list(company, filing.id, `?limit=2&cursor=${first.next}`);
  assert.deepEqual([next.items.map((x) => x.n), next.next], [[1], null]);
  isProblem(await company.get(`/filings/${filing.id}/decisions?cursor=x`), 400, 'cursor_invalid');
});

test('after a return, a refused submit names the version that it would have been', async () => {
  const client = await register(instance);
  const data = await subjectData(client);
  const filing = await draft(client, 'subject', data);
  is(await submit(client, filing), 200);
  const reasons = [{ path: '/basic/name', reason: '与证照不符', suggestion: '请核对' }];
  await decide(by.preliminary, filing.id, { outcome: 'return', reasons });
  const { etag } = is(await client.get(`/filings/${filing.id}`), 200).headers;
  const nameless = { ...data, basic: { ...data.basic, name: null } };
  const saved = await save(client, { id: filing.id, etag }, nameless);
  isProblem(await submit(client, saved), 422, 'not_acceptable');
  const rows = (await list(client, filing.id)).items.map((x) => [x.n, x.version, x.verdict]);
  assert.deepEqual(rows, [[2, 2, 'not_acceptable'], [1, 1, 'acceptable']]);
  const seen = (await list(by.preliminary, filing.id)).items.map((x) => x.n);
  assert.deepEqual(seen, [1], 'what was not handed in is for its filer');
  isProblem(await exported(by.preliminary, filing.id, 2), 404, 'not_found');
  is(await exported(by.preliminary, filing.id, 1), 200);
});

test('decisions are for the filer and for reviewers in whose scope the filing lies', async () => {
  const filing = await submitted();
  const other = await register(instance);
  isProblem(await other.get(`/filings/${filing.id}/decisions`), 404);
  isProblem(await exported(other, filing.id, 1), 404);
  is(await exported(by.preliminary, filing.id, 1), 200);
  const { filing: unsubmitted } = await refused();
  isProblem(await exported(by.preliminary, unsubmitted.id, 1), 404);
  for (const n of ['0', '2', '-1', '1x', '99999999999999999999', 'null']) {
    isProblem(await exported(company, filing.id, n), 404);
  }
});

test('a decision that the rules gave no answer to is made again, fault and all', async () => {
  const broken = await Instance.start({ rules: 'own' });
  try {
    const client = await register(broken);
    const hash = async () => is(await client.get('/rule-sets/active'), 200).json.hash;
    const old = await hash();
    await writeFile(join(broken.rules, 'cases/probe.lua'), caseOf('probe.loop'));
    await writeFile(join(broken.rules, 'checks/probe.lua'), `rule {
      id = 'probe.loop', title = '测试用规则', law = '审核实践', severity = 'warning',
      kinds = { 'subject' }, reads = { 'filing.data.basic.address' },
      check = function(facts, say)
    local address = facts.filing.data.basic.address
    if address == '用例地址' then say.at('/basic/address', '用例要它说话', '无须处理') end
    while address == '死循环' do end
  end,
}
`);
    await broken.until('the rule is live', async () => (await hash()) !== old, { ms: 20000 });
    const data = await subjectData(client);
    data.basic.address = '死循环';
    const filing = await draft(client, 'subject', data);
    const sent = is(await submit(client, filing), 200).json;
    assert.equal(sent.decision.verdict, 'needs_human');
    const [fault] = sent.decision.findings;
    assert.equal(fault.rule, 'probe.loop');
    const keys = ['title', 'law', 'source', 'suggestion'];
    for (const key of keys) assert.ok(fault[key], JSON.stringify(fault));
    const r = is(await exported(client, filing.id, 1), 200);
    const told = await again(await written('fault.json', r.text), '--rules', broken.rules);
    assert.equal(told.code, 0, told.out + told.err);
    assert.match(told.out, /^一致.*needs_human/);
  } finally {
    await broken.end();
  }
});

// The same value with the keys of every object in order.
function sorted(v) {
  if (Array.isArray(v)) return v.map(sorted);
  if (!v || typeof v !== 'object') return v;
  return Object.fromEntries(Object.keys(v).sort().map((k) => [k, sorted(v[k])]));
}

test('what is exported has the hash under which it is kept', async () => {
  const filing = await submitted();
  const r = is(await exported(company, filing.id, 1), 200).json;
  assert.equal(sha256(JSON.stringify(sorted(r.facts))), r.facts_hash);
});

test('how often a rule has spoken is told by the API and by the command line', async () => {
  const editor = await staff(instance, 'rule_editor');
  const hash = is(await editor.get('/rule-sets/active'), 200).json.hash;
  const fired = async (id) => {
    const set = is(await editor.get(`/rule-sets/${hash}/declared`), 200).json;
    return [set.rules, set.declared].map((list) => list.find((x) => x.id === id)?.fired);
  };
  const id = 'certificate.expired';
  const [before_] = await fired(id);
  const other = await register(instance);
  const data = await subjectData(other);
  Object.assign(data.certificate, { long_term: false, valid_until: '2020-01-01' });
  const filing = await draft(other, 'subject', data);
  isProblem(await submit(other, filing), 422);
  assert.deepEqual(await fired(id), [before_ + 1, before_ + 1]);
  const args = ['explain', id, '--rules', join(root, 'rules'), '--state', instance.var];
  const { out } = await run(['rules', ...args]);
  const n = before_ + 1;
  const line = `给出意见：这套规则作出的决定中 ${n} 件，历来各套合计 ${n} 件，最近一次 20`;
  assert.ok(out.includes(line), out);
});
