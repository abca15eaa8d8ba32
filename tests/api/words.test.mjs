// What people are told, in the words of the trade: by whom, of what state, what to do about it. On
// an instance whose local layer names the office.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, publishedAlgorithm, renamed, reviewers,
  submit, submittedAlgorithm,
} from '../lib/way.mjs';

const DISCLAIMER = '备案信息由备案主体自行填报，备案不代表对有关主体、算法、产品、服务等的认可，'
  + '任何组织和个人不得将备案结果用于宣传和其他商业用途。';
const OFFICE = { name: '某省互联网信息办公室', contact: '电话 010-00000000，工作日 9:00–17:00' };
const ASK = `请联系${OFFICE.name}（${OFFICE.contact}）`;
// An action that one kind has and the other has not.
const layer = {
  'set.ours.lua': `office { name = '${OFFICE.name}', contact = '${OFFICE.contact}' }\n`,
  'workflow.ours.lua': `
action { code = 'renewal', label = '续期' }
kind {
  code = 'subject', label = '主体备案', law = '算法推荐管理规定 25',
  actions = { 'initial', 'change', 'renewal' }, initial = 'draft', single = true,
}
transition {
  on = 'pass', kind = 'subject', action = 'renewal', from = 'preliminary_review', to = 'approved',
  who = { 'preliminary_reviewer' }, does = { 'admit' },
}
`,
  'cases/renewal.lua': `
case {
  name = '主体：续期，初审通过', form = 'subject', action = 'renewal',
  way = {
    { 'submit' },
    { 'claim' },
    { 'pass', expect = { state = 'approved', effects = { 'admit' } } },
  },
}
`,
};
let local, instance, open, by, company;

before(async () => {
  local = await mkdtemp(join(tmpdir(), 'suanbei-words-'));
  await mkdir(join(local, 'cases'));
  for (const [name, text] of Object.entries(layer)) await writeFile(join(local, name), text);
  instance = await Instance.start({ env: { RULES_LOCAL: local } });
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(async () => {
  await instance?.end();
  if (local) await rm(local, { recursive: true, force: true });
});

const put = (filing, data) =>
  company.put(`/filings/${filing.id}`, { data }, ifMatch(filing.etag));
const read = async (filing) => {
  const r = is(await company.get(`/filings/${filing.id}`), 200);
  return { ...r.json, etag: r.headers.etag };
};

test('one disclaimer stands on entries, pages, both readmes and the handbook', async () => {
  const filing = await publishedAlgorithm(instance, company, by);
  const entry = is(await open.get(`/register/${encodeURIComponent(filing.number)}`), 200).json;
  assert.equal(entry.disclaimer, DISCLAIMER);
  assert.equal(is(await open.get('/rule-sets/active'), 200).json.disclaimer, DISCLAIMER);
  for (const page of ['/pages/home', `/pages/r/${filing.number.replace(/\D/g, '')}`]) {
    const { text } = is(await open.get(page), 200);
    for (const words of [DISCLAIMER, OFFICE.name, OFFICE.contact])
      assert.ok(text.includes(words), `${page}: ${words}`);
  }
  for (const name of ['README.md', 'README.zh-CN.md'])
    assert.ok(readFileSync(join(root, name), 'utf8').includes(DISCLAIMER), name);
  const handbook = is(await open.get('/rule-sets/active/handbook'), 200).text;
  for (const words of [DISCLAIMER, OFFICE.name, OFFICE.contact])
    assert.ok(handbook.includes(words), words);
});

test('the disclaimer at the foot of the pages is the one of the register', async () => {
  assert.equal(is(await open.get('/instance'), 200).json.disclaimer, DISCLAIMER);
});

test('the office that the rules name is told to everybody', async () => {
  assert.deepEqual(is(await open.get('/rule-sets/active'), 200).json.office, OFFICE);
});

test('what is not opened for a kind is said in its labels, with whom to ask', async () => {
  const r = await company.post('/filings', { kind: 'algorithm', action: 'renewal' });
  const p = isProblem(r, 400, 'action_unavailable');
  assert.equal(p.detail, `本系统尚未开放算法备案的续期办理，如需办理，${ASK}`);
});

test('reasons against a filer end with whom to ask, and none ends with nothing', async () => {
  const filing = await submittedAlgorithm(company);
  assert.equal((await read(filing)).contact, null);
  await decide(by.preliminary, filing.id, {
    outcome: 'return',
    reasons: [{ path: '/basic/name', reason: '名称不规范', suggestion: '请写全称' }],
  });
  assert.equal((await read(filing)).contact, `如有疑问，${ASK}。`);
});

test('what is in force says how it is changed and whom to ask', async () => {
  const filing = await publishedAlgorithm(instance, company, by);
  const now = await read(filing);
  const p = isProblem(await put(now, now.data), 409, 'not_editable');
  const words = '本件当前状态为“已备案”，不能修改。已通过的内容须通过变更备案修改；'
    + `不能办理变更的，${ASK}`;
  assert.equal(p.detail, words);
});

test('a product under review names the filing, and what can be done about it', async () => {
  const filing = await submittedAlgorithm(company);
  const gone = () => company.del(`/products/${filing.product.id}`);
  const named = `正在审核的备案《${filing.title}》关联了这个产品，不能删除；`;
  assert.equal(isProblem(await gone(), 409, 'product_in_use').detail,
    `${named}请先撤回该件，或等待办结`);
  await decide(by.preliminary, filing.id);
  assert.equal(isProblem(await gone(), 409, 'product_in_use').detail, `${named}请等待办结`);
  await decide(by.final, filing.id);
  assert.equal(isProblem(await gone(), 409, 'product_in_use').detail,
    `已备案的《${filing.title}》关联了这个产品，不能删除；须先通过变更备案调整关联范围，`
    + `不能办理变更的，${ASK}`);
});

test('a refusal of what was filled in says first what did not happen', async () => {
  const p = await product(company);
  const data = await renamed(company, await algorithmData(company, p), '示例算法甲');
  const bad = { ...data, disclosure: { ...data.disclosure, name: '示例算法乙' } };
  const filing = await draft(company, 'algorithm', bad);
  assert.equal(isProblem(await submit(company, filing), 422, 'not_acceptable').title, '未提交');
  const odd = { ...data, basic: { ...data.basic, name: 3 } };
  assert.equal(isProblem(await put(filing, odd), 422, 'shape_invalid').title, '未保存');
  assert.equal(isProblem(await company.post('/products', {}), 422, 'not_acceptable').title,
    '未保存');
  const nobody = isProblem(await open.post('/accounts', {}), 422);
  assert.equal(nobody.title, '填报内容有误');
  const sent = await submittedAlgorithm(company);
  const [task] = is(await by.preliminary.get('/review/tasks?limit=100'), 200).json.items
    .filter((t) => t.filing === sent.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const mute = await by.preliminary.post(`/review/tasks/${task.id}/decision`,
    { outcome: 'refuse', reasons: [] });
  assert.equal(isProblem(mute, 422, 'reasons_required').title, '决定未作出');
});
