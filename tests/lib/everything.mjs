// One of each thing that pages show, and every page with the addresses at which it is looked at.
import { routes } from '../../nginx/web/src/routes.js';
import { Client, ifMatch, is, makeStaff, register, staff, unique } from './client.mjs';
import { people, probe, propose } from './govern.mjs';
import { ask, codeOf } from './calls/takeover.mjs';
import * as way from './way.mjs';

const passing = { outcome: 'return', note: '请补正', reasons: [
  { path: '/disclosure/purpose', reason: '写得太笼统', suggestion: '写明为谁解决什么问题' },
] };

// texts: names for what people write; each is a good one unless it is given.
export async function everything(instance, { texts = {}, decision = passing } = {}) {
  const name = (what) => texts[what] ?? `${what}${unique()}`;
  const by = await way.reviewers(instance);
  const governors = await people(instance);
  const admin = await staff(instance, 'system_admin');
  const company = await way.approvedCompany(instance, by);
  const published = await way.publishedAlgorithm(instance, company, by, '公示的算法');
  const returned = await way.submittedAlgorithm(company, '退回的算法');
  await way.decide(by.preliminary, returned.id, decision);
  const waiting = await way.submittedAlgorithm(company, '等候的算法');
  const claimed = await way.submittedAlgorithm(company, '审核中的算法');
  const task = await way.taskOf(by.preliminary, claimed.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const matter = is(await by.preliminary.post(`/filings/${published.id}/supervision`, {
    kind: 'order', text: name('事由'), due_on: '2099-01-05' }), 201).json;
  const struck = await way.publishedAlgorithm(instance, company, by, '拟撤销的算法');
  const proposal = is(await by.preliminary.post(`/filings/${struck.id}/revoke`, {
    reason: name('理由') }), 201).json;
  const draft = await way.draft(company, 'algorithm', { basic: { name: name('草稿') } });
  const { id: product } = await way.product(company, name('产品'));
  const other = await register(instance, name('单位'));
  is(await new Client(instance).post('/account/recovery', {
    username: other.username, mobile: '13800138000' }), 202);
  const takeover = is(await ask(other, await codeOf(company), {
    reason: name('理由') }), 201).json;
  await makeStaff(admin, { roles: ['final_reviewer'], contact_name: name('姓名').slice(0, 50) });
  const hash = await propose(governors, probe(unique()), { note: name('说明').slice(0, 200) });
  const work = `w-${unique()}`;
  is(await governors.editor.put(`/rule-work/${work}`, {
    title: name('修改').slice(0, 60), files: probe('work') }, ifMatch('*')), 200);
  const lead = await staff(instance, 'review_lead');
  return {
    instance, by, lead, admin, company, other, published, returned, waiting, draft, product, task,
    hash, matter, struck, proposal, takeover, work, ...governors,
    digits: published.number.replace(/\D/g, ''),
  };
}

// Who sees a page, by what its row of the table of routes asks for.
export const actorOf = (w, who) => ({
  all: null, account: w.company, file: w.company, read_own: w.company, keep_members: w.company,
  review: w.by.preliminary, assign: w.lead, read_rules: w.approver,
  edit_rules: w.editor, read_audit: w.auditor, keep_staff: w.admin, read_status: w.admin,
  read_figures: w.auditor, read_filing: w.company,
})[who];

const OF_FILERS = ['file', 'read_own', 'keep_members', 'read_filing'];
// Somebody who is logged in and may not see it; null: there is nobody.
export const strangerOf = (w, who) =>
  (['all', 'account'].includes(who) ? null : OF_FILERS.includes(who) ? w.auditor : w.company);

const placesOf = (w) => ({
  '/products/:id': ['/products/new', `/products/${w.product}`],
  '/filings/:id/edit/:step?': ['basic', 'detail', 'products', 'confirm']
    .map((step) => `/filings/${w.draft.id}/edit/${step}`)
    .concat(`/filings/${w.returned.id}/edit`),
  '/filings/:id/begin/:action': ['change', 'deregister']
    .map((action) => `/filings/${w.published.id}/begin/${action}`),
  '/filings/start/:code': [
    '/filings/start/prescreen?technique=ranking_selection&is_domestic=true&opinion=video' +
      '&is_mobilizing=false&is_online=false',
    '/filings/start/change?what=mechanism&changed_on=2026-11-24', '/filings/start/prescreen',
  ],
  '/filings/:id': [w.published, w.returned, w.waiting].map((f) => `/filings/${f.id}`),
  '/review/proposals/:id': [`/review/proposals/${w.proposal.id}`],
  '/review/filings/:id': [w.published, w.struck].map((f) => `/review/filings/${f.id}`),
  '/review/:task': [`/review/${w.task.id}`],
  '/rule-sets/work/:id': [`/rule-sets/work/${w.work}`],
  '/takeovers/:id': [`/takeovers/${w.takeover.id}`],
  '/supervision/:id': [`/supervision/${w.matter.id}`],
  '/rule-sets/:hash': [`/rule-sets/${w.hash}`],
});

// → [{ path, who }] of all that is behind the login; a route whose members nobody knows here fails.
export function appPages(w) {
  const places = placesOf(w);
  return routes.flatMap(({ path, who }) => {
    if (!path.includes(':')) return [{ path, who }];
    if (!places[path]) throw new Error(`tests/lib/everything.mjs: no address of ${path}`);
    return places[path].map((p) => ({ path: p, who }));
  });
}

export const publicPages = (w) => [
  '/', '/register', `/register?q=${encodeURIComponent('算法')}`, '/register?q=nothing-of-it',
  `/r/${w.digits}`, '/register/statistics', '/register/cancellations', '/help', '/templates',
  '/rules', '/complain', `/complain?number=${w.digits}`, '/complaints',
  '/questionnaires/prescreen',
  '/questionnaires/prescreen?technique=ranking_selection&is_domestic=true&opinion=video' +
    '&is_mobilizing=false&is_online=true&online_on=2026-11-24',
].map((path) => ({ path, who: 'all' }));

// One context an actor, logged in once.
export function visitors(browser, w, { visitor, logIn }) {
  const open = new Map();
  return async (actor) => {
    const key = actor?.username ?? '';
    if (!open.has(key)) {
      const own = await visitor(browser, w.instance);
      if (actor) await logIn(own.page, actor);
      open.set(key, own);
    }
    return open.get(key);
  };
}
