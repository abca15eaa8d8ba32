// The first page of a filer: one request says where everything stands.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, isProblem, makeStaff, register, staff } from '../lib/client.mjs';
import {
  approvedCompany, decide, draft, product, reviewers, subjectData, submittedAlgorithm,
} from '../lib/way.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
});
after(() => instance?.end());

const home = async (client) => is(await client.get('/home'), 200).json;

test('a new company has nothing yet, and is told so', async () => {
  const h = await home(await register(instance));
  assert.deepEqual(h, {
    subject: { filing: null, state: 'none', state_label: '尚未填报', standing: 'none' },
    products: { total: 0, drafts: 0 }, filings: { by_state: [], total: 0 },
    drafts: [], returned: [], deadlines: [], notices: { unread: 0 },
  });
});

test('the subject is followed from the draft to its approval', async () => {
  const client = await register(instance);
  const filing = await draft(client, 'subject', await subjectData(client));
  let { subject, drafts } = await home(client);
  assert.deepEqual([subject.filing, subject.state_label], [filing.id, '草稿']);
  assert.deepEqual(drafts.map((x) => x.id), [filing.id]);
  is(await client.post(`/filings/${filing.id}/submit`, { declaration: true }), 200);
  await decide(by.preliminary, filing.id);
  ({ subject, drafts } = await home(client));
  assert.deepEqual([subject.filing, subject.standing], [filing.id, 'in_force']);
  assert.deepEqual(drafts, []);
  assert.deepEqual(is(await client.get('/session'), 200).json.subject, subject);
});

test('what is returned stands apart, what is due is named, and all is counted', async () => {
  const company = await approvedCompany(instance, by);
  const reasons = [{ path: '/basic/name', reason: '不实', suggestion: '请改' }];
  const back = await submittedAlgorithm(company, '要补正的推荐算法');
  await decide(by.preliminary, back.id, { outcome: 'return', reasons });
  const away = await submittedAlgorithm(company, '在审的推荐算法');
  await product(company);
  for (let n = 0; n < 7; n++) await draft(company, 'algorithm', { basic: { name: `第${n}份` } });

  const h = await home(company);
  assert.equal(h.products.total, 3);
  assert.equal(h.filings.total, 10);
  const counted = h.filings.by_state.map((x) => `${x.kind_label} ${x.label} ${x.n}`);
  assert.deepEqual(counted.sort(), [
    '主体备案 资质初审通过 1', '算法备案 待审核 1', '算法备案 草稿 7', '算法备案 退回补正 1',
  ]);
  assert.deepEqual(h.drafts.map((x) => x.title), ['第6份', '第5份', '第4份', '第3份', '第2份']);
  assert.deepEqual(h.returned.map((x) => [x.id, x.open_reasons]), [[back.id, 1]]);
  const due = h.deadlines.find((x) => x.filing === away.id && x.state === 'running');
  assert.equal(due.title, '在审的推荐算法');
  assert.ok(due.left > 0);
});

test('it is for filers, and only of their own', async () => {
  const one = await approvedCompany(instance, by);
  await draft(one, 'algorithm', {});
  const organization = is(await one.get('/session'), 200).json.organization.id;
  const admin = await staff(instance, 'system_admin');
  const insider = await makeStaff(admin, { roles: ['final_reviewer'], organization });
  for (const other of [admin, insider, by.final])
    isProblem(await other.get('/home'), 403, 'role_required');
  assert.equal(is(await insider.get('/session'), 200).json.subject, null);
  assert.equal((await home(await register(instance))).filings.total, 0);
});
