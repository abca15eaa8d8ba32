// The life of a rule set, step by step, as its editors and approvers take it.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { is, staff } from './client.mjs';
import { program, until } from './instance.mjs';

const run = promisify(execFile);

// The text of a case that makes a rule speak at an address.
export const caseOf = (id, address = '用例地址', name = `${id} 会给出意见`) => `case {
  name = '${name}', form = 'subject', set = { ['/basic/address'] = '${address}' },
  expect = { findings = { { rule = '${id}', path = '/basic/address' } } },
}
`;

// A rule of one file with its case. It speaks at one address only, so another word makes another
// set and judges everything else as before.
export function probe(word) {
  const id = `probe.${word}`;
  return {
    [`checks/zz_${word}.lua`]: `-- 测试用规则。
rule {
  id = '${id}', title = '测试用规则', law = '审核实践', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.address' },
  check = function(facts, say)
    if facts.filing.data.basic.address == '${word}' then
      say.at('/basic/address', '测试用规则发出意见', '换一个地址')
    end
  end,
}
`,
    [`cases/zz_${word}.lua`]: caseOf(id, word),
  };
}

export async function people(instance) {
  return {
    editor: await staff(instance, 'rule_editor'),
    approver: await staff(instance, 'rule_approver'),
    auditor: await staff(instance, 'auditor'),
  };
}

export const activeSet = async (client) => is(await client.get('/rule-sets/active'), 200).json;

// Waits until the clerk has certainly looked at the clock, and twice at the folder: a first look
// sees that it moves, a second one tries it. Looks are 100 ms apart and rounds at least 20, so that
// five rounds hold a look; two more are under way when this begins and when it ends.
export async function clerkLooks(instance) {
  const admin = await staff(instance, 'system_admin');
  const rounds = async () => {
    const { processes } = is(await admin.get('/status'), 200).json;
    return processes.find((p) => p.role === 'clerk').requests;
  };
  const from = await rounds();
  await until('the clerk goes twelve rounds', async () => (await rounds()) >= from + 12);
}

export async function propose(by, files, more = {}) {
  const r = is(await by.editor.post('/rule-sets', { files, note: '测试', ...more }), [200, 201]);
  assert.match(r.json.hash, /^[0-9a-f]{64}$/);
  return r.json.hash;
}

export async function passes(by, hash) {
  const r = is(await by.editor.post(`/rule-sets/${hash}/test`), 200).json;
  assert.equal(r.is_passed, true, JSON.stringify(r.report.fault));
  return r;
}

// Replays a set beside the running pool. → the report's hash
export async function replay(by, hash) {
  const out = await run(program, ['rules', 'replay', '--state', by.editor.instance.var, hash]);
  return /报告 +([0-9a-f]{64})/.exec(out.stdout)[1];
}

export const approve = async (by, hash, report) =>
  is(await by.approver.post(`/rule-sets/${hash}/approve`, { report_hash: report }), 200).json;
export const activate = async (by, hash) =>
  is(await by.approver.post(`/rule-sets/${hash}/activate`), 200).json;

// Proposed, tried, replayed and signed.
export async function signed(by, files, more) {
  const hash = await propose(by, files, more);
  await passes(by, hash);
  await approve(by, hash, await replay(by, hash));
  return hash;
}

export const soon = (ms) => new Date(Date.now() + ms).toISOString();
export const emergency = (by, hash, more = {}) => {
  const told = { reason: '紧急', ends_at: soon(3600e3), ...more };
  return by.approver.post(`/rule-sets/${hash}/activate`, { emergency: told });
};

// Runs the program's own command line beside the running pool, as the account of a role.
export function command(instance, role, args, { password } = {}) {
  const who = instance.credentials[role];
  const all = ['rules', ...args, '--state', instance.var, '--as', who.username];
  const input = `${password ?? who.password}\n`;
  const r = spawnSync(program, all, { input, encoding: 'utf8', timeout: 60000 });
  return { status: r.status, out: r.stdout, words: r.stderr };
}

export const verifyAudit = (instance) =>
  execFileSync(program, ['audit', 'verify', '--state', instance.var], { encoding: 'utf8' });
