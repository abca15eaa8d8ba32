// Where the rules declare several articles for what the office does of its own accord, whoever
// proposes it chooses one of them, and that one is what the letter and the tombstone say.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const FIRST = '算法推荐管理规定 33.1', OTHER = '算法推荐管理规定 31';
const END = '算法推荐管理规定 33.2', LATE = '算法推荐管理规定 24.3';
const reason = '事实清楚，证据确凿。';
let instance, by, company, folder, other;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suanbei-grounds-'));
  await cp('rules', folder, { recursive: true });
  const path = join(folder, 'workflow.lua');
  const text = await readFile(path, 'utf8');
  const chosen = (law, more) => [`{ 'strike' }, law = '${law}',`,
    `{ 'strike' }, law = '${law}', grounds = { '${law}', '${more}' },`];
  const edited = text.replace(...chosen(FIRST, OTHER)).replace(...chosen(END, LATE));
  assert.equal(edited.split('grounds = {').length, text.split('grounds = {').length + 2);
  await writeFile(path, edited);
  instance = await Instance.start({ env: { RULES: folder } });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  other = await makeStaff(await staff(instance, 'system_admin'), { roles: ['final_reviewer'] });
});
after(async () => {
  await instance?.end();
  await rm(folder, { recursive: true, force: true });
});

const propose = (id, article, how = 'revoke') =>
  by.preliminary.post(`/filings/${id}/${how}`, { reason, article });
const published = (name) => publishedAlgorithm(instance, company, by, name);
const entry = async (x) =>
  is(await company.get(`/register/${encodeURIComponent(x.number)}`), 200).json;
const stone = async (x) =>
  is(await company.get(`/pages/r/${x.number.replace(/\D/g, '')}`), 200).text;
const confirmed = async (proposal) =>
  is(await other.post(`/proposals/${proposal.id}/confirm`), 200);

test('whoever may propose is told of all, and one of them must be chosen', async () => {
  const x = await published('多个条款的算法');
  const { moves } = is(await by.preliminary.get(`/filings/${x.id}`), 200).json;
  assert.deepEqual(moves.map((m) => m.grounds.map((g) => g.article)),
    [[FIRST, OTHER], [END, LATE]]);
  assert.match(moves[0].grounds[1].text, /第三十一条/);
  for (const [how, wrong, all] of [
    ['revoke', null, [FIRST, OTHER]], ['revoke', END, [FIRST, OTHER]],
    ['revoke', '民法典 1', [FIRST, OTHER]], ['deregister', FIRST, [END, LATE]],
  ]) {
    const problem = isProblem(await propose(x.id, wrong, how), 422, 'proposal_invalid');
    const finding = hasFinding(problem, '/article', { rule: 'proposal.article' });
    assert.equal(finding.message, '没有选定所依据的条款');
    assert.equal(finding.suggestion, `请写以下之一：${all.join('、')}`);
  }
  assert.equal(is(await by.preliminary.get(`/filings/${x.id}`), 200).json.proposal ?? null, null);
});

test('the chosen article is stored, in the letter and on the tombstone', async () => {
  const x = await published('撤销依据另一条的算法');
  const proposal = is(await propose(x.id, OTHER), 201).json;
  assert.equal(proposal.article, OTHER);
  await confirmed(proposal);
  const now = await entry(x);
  assert.deepEqual([now.status, now.law], ['revoked', OTHER]);
  assert.match(now.law_text, /第三十一条$/);
  const text = await stone(x);
  assert.match(text, /主管部门撤销，依据《互联网信息服务算法推荐管理规定》第三十一条。/);
  assert.doesNotMatch(text, /第三十三条/);
  const { items } = is(await company.get(`/filings/${x.id}/letters`), 200).json;
  const { n } = items.find((l) => l.code === 'revocation');
  const letter = is(await company.get(`/filings/${x.id}/letters/${n}`), 200).json;
  assert.match(letter.text, /第三十一条，决定撤销/);
});

test('so is that of an end by the office, the first as well as another', async () => {
  for (const [article, words] of [[END, /第三十三条第二款。/], [LATE, /第二十四条第三款。/]]) {
    const x = await published(`注销 ${article.slice(-4)}`);
    await confirmed(is(await propose(x.id, article, 'deregister'), 201).json);
    assert.equal((await entry(x)).law, article);
    assert.match(await stone(x), words);
  }
});
