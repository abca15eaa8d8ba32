// Among the reviewers of one place the rules tell groups apart: the route names the one that a case
// is for and the grade that it was given, and knows how much each has to do.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import { approvedCompany, algorithmData, check, draft, product, submit } from '../lib/way.mjs';

const POOLS = `
pool { code = 'north', label = '甲组' }
pool { code = 'south', label = '乙组' }
`;
const GRADE = `
derive {
  name = 'grade', title = '风险等级', law = '审核实践', kinds = { 'algorithm' },
  codes = { 'high', 'plain' }, reads = { 'filing.data.basic.class' },
  value = function(facts)
    return facts.filing.data.basic.class == 'generation_synthesis' and 'high' or 'plain'
  end,
}
`;
// To whichever has the least to do.
const routed = (text) => text
  .replace("'organization.subject.data.basic.area',", "$& 'workload', 'derived.grade',")
  .replace(/(return \{ area = area, class = class) \}\n {2}end/, `
    local least
    for _, one in ipairs(facts.workload) do
      if one.reviewers > 0 and (not least or one.tasks < least.tasks) then least = one end
    end
    $1, pool = least and least.pool, grade = facts.derived.grade }
  end`);

let instance, admin, company, open, north, south;
const work = async (who) => is(await who.get('/review/tasks?state=open'), 200).json.items;

before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  admin = await staff(instance, 'system_admin');
  const was = is(await open.get('/rule-sets/active'), 200).json.hash;
  const routing = join(instance.rules, 'routing.lua');
  await writeFile(join(instance.rules, 'derived.lua'), GRADE);
  await appendFile(join(instance.rules, 'workflow.lua'), POOLS);
  const text = routed(await readFile(routing, 'utf8'));
  assert.match(text, /pool = least/);
  await writeFile(routing, text);
  await instance.until('the pools are live', async () =>
    is(await open.get('/rule-sets/active'), 200).json.hash !== was, { ms: 20000 });
  const roles = ['preliminary_reviewer'];
  const scope = (pool) => [{ area: '', class: '', pool }];
  north = await makeStaff(admin, { roles, scope: scope('north') });
  south = await makeStaff(admin, { roles, scope: scope('south') });
  const all = await makeStaff(admin, { roles });
  company = await approvedCompany(instance, { preliminary: all });
});
after(() => instance?.end());

const filed = async () => {
  const filing = await draft(company, 'algorithm',
    await algorithmData(company, await product(company)));
  is(await submit(company, filing), 200);
  return filing.id;
};

test('each case goes to the pool that has the least to do, with the grade of it', async () => {
  const ids = [];
  for (let i = 0; i < 4; i++) ids.push(await filed());
  const [a, b] = [await work(north), await work(south)];
  assert.deepEqual(a.map((t) => t.filing).sort(), [ids[0], ids[2]].sort());
  assert.deepEqual(b.map((t) => t.filing).sort(), [ids[1], ids[3]].sort());
  for (const t of a) {
    assert.deepEqual([t.pool, t.pool_label, t.grade], ['north', '甲组', 'high']);
    isProblem(await south.post(`/review/tasks/${t.id}/claim`), 404, 'not_found');
  }
  is(await north.post(`/review/tasks/${a[0].id}/claim`), 200);
  is(await north.post(`/review/tasks/${a[0].id}/decision`, { outcome: 'pass', reasons: [] }), 200);
  const kept = is(await company.get(`/filings/${a[0].filing}/decisions/1`), 200).json.answer;
  assert.equal(kept.route.pool, 'north');
  assert.equal(kept.route.grade, 'high');
});

test('a stranger who checks is told of nobody\'s work', async () => {
  const data = await algorithmData(company, await product(company));
  const answer = await check(open, 'algorithm', data);
  assert.equal(answer.route?.pool, undefined);
});

test('a pool that no set declares is nobody\'s scope', async () => {
  const body = { scope: [{ area: '', class: '', pool: 'east' }] };
  const r = await admin.call('PATCH', `/staff/${north.id}`, { json: body });
  isProblem(r, 422, 'members_invalid');
  hasFinding(r.json, '/scope/0/pool');
  const { items } = is(await admin.get('/staff?limit=100'), 200).json;
  assert.equal(items.find((x) => x.id === north.id).scope[0].pool, 'north');
});
