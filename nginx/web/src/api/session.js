// Who is logged in, and what they may. One for the whole application.
import { reactive, readonly } from 'vue';
import { get, post, remove, whenLoggedOut } from './client.js';

// Acts by role, for a core that does not say them.
const ACTS = {
  filer: ['file'],
  rule_editor: ['edit_rules', 'replay_rules', 'read_rules'],
  rule_approver: ['sign_rules', 'replay_rules', 'read_rules'],
  auditor: ['read_audit', 'read_rules'],
  system_admin: ['keep_staff', 'read_status'],
};

const state = reactive({
  isKnown: false, // has the core been asked?
  account: null,
  roles: [], // [{code, label}]
  may: [],
  stages: [],
  organization: null,
  subject: null,
  unread: 0,
  expires_at: null,
  isAsking: false, // the login dialog stands over the page
});
let answerAsked = null;
let asked = null;

function rolesOf(answer) {
  const roles = answer.role_labels ?? answer.roles ?? [];
  return roles.map((r) => (typeof r === 'string' ? { code: r, label: r } : r));
}

function mayOf(answer, roles) {
  if (answer.may) return answer.may;
  const acts = roles.flatMap((r) => ACTS[r.code] ?? (/reviewer/.test(r.code) ? ['review'] : []));
  return [...new Set(acts)];
}

function take(answer) {
  const roles = rolesOf(answer);
  Object.assign(state, {
    isKnown: true,
    account: answer.account ?? null,
    roles,
    may: mayOf(answer, roles),
    stages: answer.stages ?? [],
    organization: answer.organization ?? null,
    subject: answer.subject ?? null,
    unread: answer.unread ?? 0,
    expires_at: answer.expires_at ?? null,
  });
}

export const session = readonly(state);
export const may = (act) => state.may.includes(act);

export async function refresh() {
  try {
    take(await get('/session', {}, { quiet: true }));
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    take({ account: null });
  }
  return session;
}

export async function known() {
  return state.isKnown ? session : refresh();
}

// Somebody else than before must not see what was on the screen: the page is loaded anew.
export async function logIn(username, password) {
  const before = state.account?.id;
  await post('/session', { username, password }, { quiet: true });
  await refresh();
  if (answerAsked && before && before !== state.account?.id) return globalThis.location.reload();
  answer(true);
}

export async function logOut() {
  await remove('/session', { quiet: true }).catch(() => {});
  take({ account: null });
}

function answer(isBack) {
  state.isAsking = false;
  answerAsked?.(isBack);
  answerAsked = asked = null;
}

export const giveUpLogin = () => answer(false);

// One dialog for however many requests met the end of the session.
whenLoggedOut(() => {
  if (!state.account) return Promise.resolve(false);
  asked ??= new Promise((resolve) => {
    answerAsked = resolve;
    state.isAsking = true;
  });
  return asked;
});

