// Who is logged in, and what they may. One for the whole application.
import { reactive, readonly } from 'vue';
import { get, post, put, remove, whenLoggedOut } from './client.js';

const state = reactive({
  isKnown: false, // has the core been asked?
  account: null,
  roles: [], // [{code, label}]
  may: [],
  stages: [],
  leads: [], // stages whose tasks one gives to others
  organization: null,
  member: null, // what one may do there: read, fill, submit, owner
  member_label: null,
  mandate: null, // by which one acts for another organization
  subject: null,
  unread: 0,
  expires_at: null,
  due: null, // what must be done before anything else: password, factor
  frozen: null, // why the organization may only read
  resets: 0, // of the password, that the owner has not said to have seen
  isAsking: false, // the login dialog stands over the page
});
let answerAsked = null;
let asked = null;

function take(answer) {
  Object.assign(state, {
    isKnown: true,
    account: answer.account ?? null,
    roles: answer.role_labels ?? [],
    may: answer.may ?? [],
    stages: answer.stages ?? [],
    leads: answer.leads ?? [],
    organization: answer.organization ?? null,
    member: answer.member ?? null,
    member_label: answer.member_label ?? null,
    mandate: answer.mandate ?? null,
    subject: answer.subject ?? null,
    unread: answer.unread ?? 0,
    expires_at: answer.expires_at ?? null,
    due: answer.due ?? null,
    frozen: answer.frozen ?? null,
    resets: answer.resets ?? 0,
  });
}

export const session = readonly(state);
export const may = (act) => state.may.includes(act);

export async function refresh() {
  take(await get('/session', {}, { quiet: true }));
  return session;
}

export async function known() {
  return state.isKnown ? session : refresh();
}

// Somebody else than before must not see what was on the screen: the page is loaded anew.
// code: of the second factor; '' when nobody has asked for one.
export async function logIn(username, password, code = '') {
  const before = state.account?.id;
  const body = { username, password, ...(code ? { code } : {}) };
  await post('/session', body, { quiet: true });
  await refresh();
  if (answerAsked && before && before !== state.account?.id) return globalThis.location.reload();
  answer(true);
}

// From now on this session acts by that mandate (null: for the own organization). Nothing that was
// on the screen of any tab is of that organization: all are loaded anew.
const ACTING = 'suanbei.acting';
export async function actFor(mandate) {
  await put('/session/mandate', { mandate }, { quiet: true });
  globalThis.localStorage.setItem(ACTING, `${mandate ?? ''} ${Date.now()}`);
  globalThis.location.assign(mandate ? '/home' : '/account/mandates');
}
globalThis.addEventListener?.('storage', (event) => {
  if (event.key === ACTING) globalThis.location.reload();
});

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

