// Filings at every turn of their lives, for replays: one filed, one returned, one withdrawn, a
// draft, and what they cover.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, root, until } from './instance.mjs';
import { is, staff } from './client.mjs';
import {
  approvedCompany, algorithmData, decide, draft, product, reviewers, submittedAlgorithm,
} from './way.mjs';

export const shipped = (name) => readFile(join(root, 'rules', name), 'utf8');

// → the instance, who edits its rules, and the filings
export async function livesLived(more) {
  const instance = await Instance.start({ rules: 'own', ...more });
  const editor = await staff(instance, 'rule_editor');
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  const filed = await submittedAlgorithm(company, '甲算法');
  await decide(by.preliminary, filed.id);
  await decide(by.final, filed.id);
  const returned = await submittedAlgorithm(company, '乙算法');
  const reasons = [{ path: '/basic/name', reason: '名称不清', suggestion: '改写名称' }];
  await decide(by.preliminary, returned.id, { outcome: 'return', reasons });
  const withdrawn = await submittedAlgorithm(company, '丙算法');
  is(await company.post(`/filings/${withdrawn.id}/withdraw`), 200);
  const thing = await product(company, '丁产品');
  await draft(company, 'algorithm', await algorithmData(company, thing));
  return { instance, editor, company, filed, returned, withdrawn, thing };
}

// → the report of a replay of a proposed set, with its hash and page
export async function run(editor, set, body) {
  is(await editor.post(`/rule-sets/${set}/replay`, body), 202);
  const done = await until('the replay is done', async () => {
    const x = is(await editor.get(`/rule-sets/${set}/replay`), 200).json;
    return ['done', 'failed'].includes(x.state) && x;
  }, { ms: 30000 });
  assert.equal(done.state, 'done', done.fault);
  const page = is(await editor.get(`/rule-sets/${set}/replay/page`), 200).text;
  return { ...done.report, hash: set, page };
}

export async function propose(editor, files) {
  return is(await editor.post('/rule-sets', { files, note: '试' }), [200, 201]).json.hash;
}

// The same of the shipped set with some files edited: {name: [[was, now], …], …}
export async function replay(editor, edits, body) {
  const files = {};
  for (const [name, pairs] of Object.entries(edits)) {
    files[name] = await shipped(name);
    for (const [was, now] of pairs) {
      assert.ok(files[name].includes(was), `${name} has ${was}`);
      files[name] = files[name].replace(was, now);
    }
  }
  return run(editor, await propose(editor, files), body);
}

export const group = (report, what, more = {}) => report.lives.groups.filter((g) => (
  g.what === what && Object.entries(more).every(([key, value]) => g[key] === value)));
