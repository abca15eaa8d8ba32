// Filings that are like the one under review: found by the clerk's marks, shown by their passages.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { ifMatch, is, isProblem, makeStaff, staff, unique } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, decide, draft, product, renamed, reviewers, save, submit, taskOf,
} from '../lib/way.mjs';

let instance, by, admin, one, other;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  [one, other] = [await approvedCompany(instance, by), await approvedCompany(instance, by)];
});
after(() => instance?.end());

// Letters that nobody else has written.
const own = (n) => Array.from({ length: n }, () =>
  String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20000))).join('');
const texts = (principle) => ({
  principle, mechanism: own(200), scenario: own(120), purpose: own(90),
});
async function filed(company, principle) {
  const made = await algorithmData(company, await product(company));
  const data = await renamed(company, made, `名${own(6)}${unique()}`);
  data.disclosure = { ...data.disclosure, ...texts(principle) };
  const filing = await draft(company, 'algorithm', data);
  is(await submit(company, filing), 200);
  return filing.id;
}
const similar = async (who, filing) =>
  is(await who.get(`/review/tasks/${(await taskOf(by.preliminary, filing)).id}/similar`), 200)
    .json.items;
// The clerk marks what was submitted a moment ago.
const found = (who, filing, of) => until('the clerk has marked it', async () =>
  (await similar(who, filing)).find((x) => x.filing === of));

test('a passage of another organization is found, as it is written here', async () => {
  const passage = own(60);
  const first = await filed(one, `${own(80)}${passage}${own(80)}`);
  const second = await filed(other, `${own(30)}。${passage}，${own(300)}`);
  const like = await found(by.preliminary, second, first);
  assert.equal(like.same_organization, false);
  assert.ok(like.organization_name && like.title && like.state_label);
  const there = like.passages.filter((p) => p.path === '/disclosure/principle');
  assert.deepEqual(there.map((p) => p.text), [passage]);
  assert.equal(there[0].field_label, '算法基本原理');
  assert.ok(like.texts >= 3 && like.texts < 95, `${like.texts}`);
  const again = await found(by.preliminary, first, second);
  assert.ok(again.passages.some((p) => p.text === passage), 'the older one is told of it, too');
});

test('of the own organization nobody is told, and of what is not theirs nobody', async () => {
  const passage = own(60);
  const { organization } = (await one.get('/session')).json;
  const first = await filed(one, passage + own(80));
  const second = await filed(other, passage + own(80));
  await found(by.preliminary, second, first);
  const insider = await makeStaff(admin, {
    roles: ['preliminary_reviewer'], organization: organization.id,
  });
  const seen = await similar(insider, second);
  assert.ok(!seen.some((x) => x.filing === first), 'the own organization');
  const at = `/review/tasks/${(await taskOf(by.preliminary, second)).id}/similar`;
  isProblem(await by.final.get(at), 403, 'role_required');
  isProblem(await other.get(at), 403, 'role_required');
  const away = await makeStaff(admin, { roles: ['preliminary_reviewer'], scope: [{ area: '82' }] });
  isProblem(await away.get(at), 404, 'not_found');
});

test('what was written anew is no longer alike; what a filing said itself never is', async () => {
  const passage = own(60);
  const first = await filed(one, passage + own(80));
  const second = await filed(other, passage + own(80));
  await found(by.preliminary, second, first);
  const reasons = [{ path: '/disclosure/principle', reason: '抄', suggestion: '写自己的' }];
  await decide(by.preliminary, first, { outcome: 'return', reasons });
  const { json: { data }, headers } = is(await one.get(`/filings/${first}`), 200);
  data.disclosure = { ...data.disclosure, ...texts(own(160)) };
  const saved = await save(one, { id: first, etag: headers.etag }, data);
  is(await submit(one, saved, ifMatch(saved.etag)), 200);
  await until('the clerk has marked the new version', async () =>
    !(await similar(by.preliminary, second)).some(
      (x) => x.passages.some((p) => p.text.includes(passage))));
  assert.ok(!(await similar(by.preliminary, first)).some((x) => x.filing === first));
});

test('a copy comes before those that only write what everybody writes', async () => {
  const [everybodys, passage] = [own(80), own(90)];
  const copied = await filed(one, everybodys + passage);
  for (let n = 0; n < 3; n++) await filed(n % 2 ? one : other, everybodys + own(90));
  const second = await filed(other, `${own(60)}${passage}${everybodys}`);
  await found(by.preliminary, second, copied);
  await until('all of them are marked', async () =>
    (await similar(by.preliminary, second)).length >= 4);
  const [first] = await similar(by.preliminary, second);
  assert.equal(first.filing, copied);
  assert.ok(first.passages.some((p) => p.text === passage), 'the passage itself is told');
});
