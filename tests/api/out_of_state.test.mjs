// Every act upon a filing in every state: out of its state it is refused with 409, which names the
// state in the words of the rules and says what may be done from there.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { ifMatch, is } from '../lib/client.mjs';
import { world } from '../lib/states.mjs';

let instance, w;
before(async () => {
  instance = await Instance.start();
  w = await world(instance);
});
after(() => instance?.end());

// What a refusal offers, by state: what whoever asks may do, or what they wait for.
const WAIT = /请等待审核结果|审核开始之前|须留存|现在可以：|没有您可以办理的/;
const AGAIN = /刷新后查看可办理的事项|提交之后|不必再提交|没有您可以办理的/;
const NEXT = {
  submitted: /请先撤回|可以撤回|现在可以：领取|没有您可以办理的/,
  claimed: WAIT, final: WAIT, returned: AGAIN, withdrawn: AGAIN, draft: /提交之后/,
  refused: /补齐材料后可新建一件|提交之后|须留存|没有您可以办理的/,
  approved: /须通过变更备案修改|提交之后|须留存/,
};
// Who does it, how, and in which states it is allowed or the filing is nobody else's to know of.
const acts = {
  save: ['owner', (who, id) => who.put(`/filings/${id}`, { data: {} }, ifMatch('*')),
    ['draft', 'returned', 'withdrawn']],
  submit: ['owner', (who, id) => who.post(`/filings/${id}/submit`, { declaration: true }),
    ['draft', 'returned', 'withdrawn']],
  withdraw: ['owner', (who, id) => who.post(`/filings/${id}/withdraw`), ['submitted']],
  delete: ['owner', (who, id) => who.del(`/filings/${id}`, ifMatch('*')), ['draft']],
  change: ['owner', (who, id) => who.post('/filings',
    { kind: 'algorithm', action: 'change', of: id }), ['approved']],
  deregister: ['owner', (who, id) => who.post('/filings',
    { kind: 'algorithm', action: 'deregister', of: id }), ['approved']],
  revoke: ['preliminary', (who, id) => who.post(`/filings/${id}/revoke`, { reason: '事由' }),
    ['approved', 'draft', 'withdrawn']],
  'deregister ex officio': ['final',
    (who, id) => who.post(`/filings/${id}/deregister`, { reason: '事由' }),
    ['approved', 'draft', 'withdrawn']],
};

for (const [act, [name, call, allowed]] of Object.entries(acts)) {
  test(`${act}: out of its state 409 with the state and what is possible`, async () => {
    let refused = 0;
    for (const [state, id] of Object.entries(w.things.filings)) {
      if (allowed.includes(state) || state === 'deleted') continue;
      const before = is(await w.actors.owner.get(`/filings/${id}`), 200);
      const { status, json } = await call(w.actors[name], id);
      const said = `${act} of ${state}: ${status} ${json?.code} ${json?.detail}`;
      assert.equal(status, 409, said);
      assert.ok(json.detail.includes(`“${before.json.state_label}”`), said);
      const begins = ['change', 'deregister'].includes(act);
      assert.match(json.detail, begins ? /有效的备案/ : NEXT[state], said);
      const now = is(await w.actors.owner.get(`/filings/${id}`), 200);
      assert.equal(now.headers.etag, before.headers.etag, said);
      refused++;
    }
    assert.ok(refused >= 5, `${act} was refused in ${refused} states`);
  });
}

// A task stands open, claimed by somebody or done; the words are those of whoever looks at it.
test('the acts upon a task say where it stands, and what to do instead', async () => {
  const { preliminary, final } = w.actors;
  const { open, claimed, next } = w.things.tasks;
  const decide = (who, id) =>
    who.post(`/review/tasks/${id}/decision`, { outcome: 'pass', reasons: [] });
  const refused = async (asked, words) => {
    const { status, json } = await asked;
    assert.equal(status, 409, JSON.stringify(json));
    assert.match(json.detail, words);
  };
  await refused(decide(preliminary, open), /先领取/);
  await refused(preliminary.post(`/review/tasks/${open}/release`), /先领取/);
  await refused(decide(final, next), /先领取/);
  is(await decide(preliminary, claimed), 200);
  await refused(decide(preliminary, claimed), /已经办结.*办理经过/);
  await refused(preliminary.post(`/review/tasks/${claimed}/release`), /已经办结.*办理经过/);
});
