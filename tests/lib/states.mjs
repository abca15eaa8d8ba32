// One thing of every kind in every state, and who stands how to it: from this table and the route
// table the test of access is generated.
import { ifMatch, is, makeStaff, register, staff } from './client.mjs';
import { people, probe, propose } from './govern.mjs';
import * as way from './way.mjs';

const refusal = { outcome: 'refuse', note: '', reasons: [
  { path: '/disclosure/purpose', reason: '不属于备案范围', suggestion: '请按规定另行办理' },
] };
const returning = { ...refusal, outcome: 'return' };

async function claim(reviewer, id) {
  const task = await way.taskOf(reviewer, id);
  return is(await reviewer.post(`/review/tasks/${task.id}/claim`), 200).json;
}

async function filingsOf(owner, by) {
  const submitted = (name) => way.submittedAlgorithm(owner, name);
  const out = { draft: await way.draft(owner, 'algorithm', { basic: { name: '草稿算法' } }) };
  out.submitted = await submitted('等候的算法');
  out.claimed = await submitted('审核中的算法');
  await claim(by.preliminary, out.claimed.id);
  out.final = await submitted('复审的算法');
  await way.decide(by.preliminary, out.final.id);
  out.returned = await submitted('退回的算法');
  await way.decide(by.preliminary, out.returned.id, returning);
  out.refused = await submitted('不予备案的算法');
  await way.decide(by.preliminary, out.refused.id);
  await way.decide(by.final, out.refused.id, refusal);
  out.withdrawn = await submitted('撤回的算法');
  is(await owner.post(`/filings/${out.withdrawn.id}/withdraw`), 200);
  out.approved = await submitted('备案的算法');
  await way.decide(by.preliminary, out.approved.id);
  await way.decide(by.final, out.approved.id);
  // Another kind: an untouched draft of the same kind would be given again.
  out.deleted = await way.draft(owner, 'algorithm', { basic: { name: '删去的算法' } });
  const tag = (await owner.get(`/filings/${out.deleted.id}`)).headers.etag;
  is(await owner.del(`/filings/${out.deleted.id}`, ifMatch(tag)), 204);
  return out;
}

async function productsOf(owner) {
  const whole = await way.product(owner);
  const unfinished = is(await owner.post('/products', { name: '未完', complete: false }), 201).json;
  const deleted = await way.product(owner);
  is(await owner.del(`/products/${deleted.id}`, ifMatch('*')), 204);
  return { whole, unfinished, deleted };
}

async function tasksOf(filings, by) {
  return {
    open: await way.taskOf(by.preliminary, filings.submitted.id),
    claimed: await way.taskOf(by.preliminary, filings.claimed.id),
    next: await way.taskOf(by.final, filings.final.id),
  };
}

// → { things: { kind: { state: id } }, actors: { name: client } }
export async function world(instance) {
  const by = await way.reviewers(instance);
  const admin = await staff(instance, 'system_admin');
  const owner = await way.approvedCompany(instance, by);
  const other = await way.approvedCompany(instance, by);
  const elsewhere = await makeStaff(admin, {
    roles: ['preliminary_reviewer'], scope: [{ area: '65', class: '' }] });
  const rules = await people(instance);
  const filings = await filingsOf(owner, by);
  const ids = (list) => Object.fromEntries(Object.entries(list).map(([k, v]) => [k, v.id]));
  const proposed = await propose(rules, probe('states'), { note: '提案' });
  return {
    things: {
      filings: ids(filings), products: ids(await productsOf(owner)),
      attachments: { unused: await owner.uploadFor() },
      tasks: ids(await tasksOf(filings, by)), sets: { proposed },
    },
    actors: {
      nobody: null, owner, other, newcomer: await register(instance), elsewhere,
      preliminary: by.preliminary, final: by.final, admin, ...rules,
    },
  };
}
