// What the office takes out of the register of its own accord one person proposes and another
// confirms.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { hasFinding, is, isProblem, makeStaff, staff } from '../lib/client.mjs';
import {
  approvedCompany, CHANGE, decide, ENDING, handedIn, publishedAlgorithm, reviewers,
} from '../lib/way.mjs';

let instance, by, other, company;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  other = await makeStaff(admin, { roles: ['final_reviewer'] });
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const reason = '提交的自评估报告系伪造。';
const read = async (id, who = company) => is(await who.get(`/filings/${id}`), 200).json;
const propose = (who, id, how = 'revoke') => who.post(`/filings/${id}/${how}`, { reason });
const proposed = async (who, id, how) => is(await propose(who, id, how), 201).json;
const step = (who, id, what, json) => who.post(`/proposals/${id}/${what}`, json);
const published = (name) => publishedAlgorithm(instance, company, by, name);
const waits = async (who) => {
  const { items } = is(await who.get('/proposals?limit=100'), 200).json;
  return items.map((x) => x.id);
};

test('who may propose is told what, on which articles, and who confirms', async () => {
  const old = await published('可以提议的算法');
  const moves = async (who) => (await read(old.id, who)).moves;
  const all = [
    { on: 'revoke', label: '撤销', verb: 'revoke', grounds: [{ article: '算法推荐管理规定 33.1',
      text: '《互联网信息服务算法推荐管理规定》第三十三条第一款' }], confirmed_by: ['复审人员'] },
    { on: 'deregister', label: '注销', verb: 'deregister', grounds: [{
      article: '算法推荐管理规定 33.2',
      text: '《互联网信息服务算法推荐管理规定》第三十三条第二款' }], confirmed_by: ['复审人员'] },
  ];
  assert.deepEqual(await moves(by.preliminary), all);
  assert.deepEqual(await moves(by.final), all);
  assert.deepEqual(await moves(company), []);

  const { id } = await proposed(by.final, old.id);
  assert.deepEqual(await moves(by.preliminary), [], 'one at a time');
  assert.equal((await read(old.id, by.preliminary)).proposal, id);
  assert.ok(!('proposal' in await read(old.id)), 'its filer is not told');
  is(await step(by.final, id, 'take-back'), 200);
  assert.deepEqual(await moves(by.preliminary), all);
  assert.deepEqual((await read(company.subject.id, by.final)).moves, [], 'none is declared');
});

test('one proposes, another confirms: struck, a letter with its article, what is open lapses',
  async () => {
    const old = await published('撤销算法');
    const open = await handedIn(company, old.id, 'change', CHANGE);
    const { id, article, steps, lapses } = await proposed(by.final, old.id);
    assert.deepEqual(lapses.map((x) => x.id), [open]);
    assert.equal(article, '算法推荐管理规定 33.1');
    assert.deepEqual(steps.map((s) => s.step), ['take-back']);
    assert.equal((await read(old.id)).state, 'approved', 'a proposal moves nothing');

    isProblem(await step(by.final, id, 'confirm'), 403, 'same_person');
    isProblem(await step(by.preliminary, id, 'confirm'), 403, 'role_required');
    assert.ok((await waits(other)).includes(id));
    assert.ok(!(await waits(by.preliminary)).includes(id), 'it waits for who may confirm');
    const done = is(await step(other, id, 'confirm'), 200).json;
    assert.deepEqual([done.state, done.steps], ['confirmed', []]);
    assert.ok(!(await waits(other)).includes(id));
    const [over] = is(await other.get('/proposals?over=true'), 200).json.items;
    assert.deepEqual([over.id, over.state, over.steps], [id, 'confirmed', []]);
    assert.ok(over.ended_at && !('reason' in over));

    assert.equal((await read(old.id)).state, 'revoked');
    assert.equal((await read(open)).state, 'lapsed');
    const entry = is(await company.get(`/register/${encodeURIComponent(old.number)}`), 200).json;
    assert.equal(entry.status, 'revoked');
    assert.deepEqual([entry.end_label, entry.law_text],
      ['主管部门撤销', '《互联网信息服务算法推荐管理规定》第三十三条第一款']);
    assert.ok(!JSON.stringify(entry).includes(reason), 'why stays sealed');
    const stone = await company.get(`/pages/r/${old.number.replace(/\D/g, '')}`);
    assert.match(is(stone, 200).text,
      /主管部门撤销，依据《互联网信息服务算法推荐管理规定》第三十三条第一款。/);
    assert.ok(!stone.text.includes(reason));
    const { items } = is(await company.get(`/filings/${old.id}/letters`), 200).json;
    const letter = items.find((x) => x.code === 'revocation');
    const { text } = is(await company.get(`/filings/${old.id}/letters/${letter.n}`), 200).json;
    assert.match(text, /依据《互联网信息服务算法推荐管理规定》第三十三条第一款，决定撤销/);
    assert.ok(text.includes(`1．${reason}`), text);
    const again = isProblem(await step(by.final, id, 'confirm'), 409, 'state_conflict');
    assert.match(again.detail, /已确认/);
  });

test('of the deregistration the article is its own, and an open ending lapses', async () => {
  const old = await published('依职权注销算法');
  const open = await handedIn(company, old.id, 'deregister', ENDING);
  const { id, article } = await proposed(by.preliminary, old.id, 'deregister');
  assert.equal(article, '算法推荐管理规定 33.2');
  is(await step(by.final, id, 'confirm'), 200);
  assert.equal((await read(old.id)).state, 'deregistered');
  assert.equal((await read(open)).state, 'lapsed');
  const entry = is(await company.get(`/register/${encodeURIComponent(old.number)}`), 200).json;
  assert.deepEqual([entry.status, entry.end_label, entry.law],
    ['deregistered', '主管部门依职权注销', '算法推荐管理规定 33.2']);
  const { items } = is(await company.get(`/filings/${old.id}/letters`), 200).json;
  const n = items.find((x) => x.code === 'deregistration').n;
  const { text } = is(await company.get(`/filings/${old.id}/letters/${n}`), 200).json;
  assert.match(text, /第三十三条第二款，决定注销/);
});

test('sent back with its reason, or taken back: the filing stays in force', async () => {
  const old = await published('提议算法');
  const first = await proposed(by.preliminary, old.id);
  const second = isProblem(await propose(by.final, old.id, 'deregister'), 409, 'proposal_waiting');
  assert.match(second.detail, /撤销/);
  hasFinding(isProblem(await step(by.final, first.id, 'send-back', { reason: ' ' }), 422),
    '/reason');
  isProblem(await step(by.preliminary, first.id, 'send-back', { reason: '不' }), 403,
    'same_person');
  const back = is(await step(by.final, first.id, 'send-back', { reason: '证据不足' }), 200).json;
  assert.deepEqual([back.state, back.answer], ['sent_back', '证据不足']);
  isProblem(await step(by.preliminary, first.id, 'take-back'), 409, 'state_conflict');

  const next = await proposed(by.preliminary, old.id);
  isProblem(await step(by.final, next.id, 'take-back'), 403, 'not_proposer');
  assert.equal(is(await step(by.preliminary, next.id, 'take-back'), 200).json.state,
    'taken_back');
  isProblem(await step(by.final, next.id, 'confirm'), 409, 'state_conflict');
  assert.equal((await read(old.id)).state, 'approved');
});

test('what left the register is numbered on from one page to the next', async () => {
  const rows = async (query) => {
    const r = is(await company.get(`/register/cancellations?format=csv&limit=1${query}`), 200);
    const link = /<\/api\/v1(.+)>; rel="next"/.exec(r.headers.link ?? '')?.[1];
    return { numbers: r.text.trim().split('\r\n').slice(1).map((x) => x.split(',')[0]), link };
  };
  const first = await rows('');
  const second = is(await company.get(first.link), 200).text.trim().split('\r\n')[1];
  assert.deepEqual(first.numbers, ['"1"']);
  assert.ok(second.startsWith('"2",'), second);
  const page = (query) => company.get(`/pages/register/cancellations${query}`);
  const cursor = new URL(first.link, 'http://x').searchParams.get('cursor');
  assert.match(is(await page(`?cursor=${cursor}`), 200).text, /data-head="序号">2<\/td>/);
  assert.match(is(await page('?from=2026-13-01'), 200).text, /请写成 2026-11-24 的样子/);
  assert.match(is(await page('?to=2000-01-01'), 200).text, /没有符合条件的/);
});

test('of two who confirm at once one is told that it is done', async () => {
  const old = await published('同时确认算法');
  const { id } = await proposed(by.preliminary, old.id);
  const both = await Promise.all([by.final, other].map((who) => step(who, id, 'confirm')));
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409]);
  const { items } = is(await company.get(`/filings/${old.id}/letters`), 200).json;
  assert.equal(items.filter((x) => x.code === 'revocation').length, 1);
});

test('what changed since is looked at again; what ended otherwise lapses', async () => {
  const old = await published('其间变更算法');
  const change = await handedIn(company, old.id, 'change', CHANGE);
  const first = await proposed(by.final, old.id);
  await decide(by.preliminary, change);
  await decide(by.final, change);
  isProblem(await step(other, first.id, 'confirm'), 409, 'version_moved');
  is(await step(by.final, first.id, 'take-back'), 200);

  const second = await proposed(by.final, old.id);
  const ending = await handedIn(company, old.id, 'deregister', ENDING);
  await decide(by.preliminary, ending);
  await decide(other, ending);
  assert.equal((await read(old.id)).state, 'deregistered');
  const gone = is(await by.final.get(`/proposals/${second.id}`), 200).json;
  assert.equal(gone.state, 'lapsed');
  isProblem(await step(other, second.id, 'confirm'), 409, 'state_conflict');
});

test('out of its state it is refused, and so is whoever has no such role', async () => {
  const id = company.subject.id;
  const no = isProblem(await propose(by.final, id), 409, 'state_conflict');
  assert.match(no.detail, /资质初审通过/);
  isProblem(await propose(company, id), 403, 'role_required');
  isProblem(await propose(await staff(instance, 'auditor'), id), 403, 'role_required');
  isProblem(await company.get('/proposals'), 403, 'role_required');
});
