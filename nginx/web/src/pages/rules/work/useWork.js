// One piece of unfinished work on rule texts: loaded, kept as it is typed, tried a moment after the
// last key. What the page shows is here; how it is merged and saved is draft/'s.
import { computed, onBeforeUnmount, reactive, shallowRef } from 'vue';
import { call, get, post } from '../../../api/client.js';
import { session } from '../../../api/session.js';
import { Draft } from '../../../draft/draft.js';
import { copiesIn } from '../../../draft/copies.js';
import { Checker } from '../../../form/checker.js';
import { between, byFile, change, rebase, rowsOf, textsOf } from '../shared/files.js';
import { patiently } from '../shared/patience.js';

const NEW = '*'; // made when nobody has it

export const textsOfSet = async (hash) =>
  textsOf((await get(`/rule-sets/${hash}/files`)).files ?? []);

async function begun({ base, from }) {
  if (!from) return { title: '', base: base || (await get('/rule-sets/active')).hash, files: {} };
  const set = await get(`/rule-sets/${from}`);
  if (!set.base) return { title: set.note ?? '', base: from, files: {} };
  const [was, is] = await Promise.all([textsOfSet(set.base), textsOfSet(from)]);
  return { title: set.note.slice(0, 200), base: set.base, files: between(was, is) };
}

export function useWork(id, asked = {}) {
  const path = `/rule-work/${encodeURIComponent(id)}`;
  const it = reactive({
    isReady: false, problem: null, title: '', base: null, files: {},
    status: 'clean', saved_at: null, saveProblem: null, conflicts: [], isBack: false,
    trial: null, trialProblem: null, isTrying: false,
  });
  const texts = shallowRef({});
  const copyKey = `suanbei:draft:${session.account?.id}:rules:${id}`;
  const copies = copiesIn(globalThis.localStorage, copyKey);

  const load = async () => {
    const { data, etag } = await call('GET', path);
    // Work that names no set is begun from the one that is active.
    const base = data.base ?? (await get('/rule-sets/active')).hash;
    return { data: { title: data.title, base, files: data.files }, etag };
  };
  const draft = new Draft({
    load, copies,
    store: (data, etag, keepalive) =>
      call('PUT', path, { body: { ...data, title: data.title || null }, etag, keepalive }),
    told(d) {
      Object.assign(it, {
        status: d.status, saved_at: d.saved_at, saveProblem: d.problem, conflicts: d.conflicts,
      });
    },
    changed: take,
  });

  const ask = () =>
    patiently(() => post('/rule-sets/try', { base: it.base, files: it.files }));
  const checker = new Checker(() => { it.isTrying = true; return ask(); }, (answer, problem) => {
    it.isTrying = false;
    it.trialProblem = problem ?? null;
    if (answer) it.trial = answer;
  }, { wait: 600 });

  function take(data) {
    Object.assign(it, { title: data.title ?? '', base: data.base, files: { ...data.files } });
  }
  function write() {
    draft.write({ title: it.title, base: it.base, files: it.files });
  }

  async function open() {
    it.problem = null;
    try {
      let found = await load().catch((problem) => {
        if (problem.kind !== 'missing') throw problem;
      });
      found ??= { data: await begun(asked), etag: NEW };
      it.isBack = draft.open(found);
      take(draft.data);
      texts.value = await textsOfSet(it.base);
      it.isReady = true;
      if (found.etag === NEW && Object.keys(it.files).length) write();
      checker.now();
    } catch (problem) {
      it.problem = problem;
    }
  }

  function setText(file, text) {
    it.files = change(texts.value, it.files, file, text);
    write();
    checker.soon();
  }
  function setTitle(title) {
    it.title = title;
    write();
  }

  // → the files that both changed
  async function moveTo(hash) {
    const after = await textsOfSet(hash);
    const { changes, both } = rebase(it.files, texts.value, after);
    texts.value = after;
    Object.assign(it, { base: hash, files: changes });
    write();
    checker.now();
    return both;
  }

  const leave = () => draft.leave();
  addEventListener('pagehide', leave);
  onBeforeUnmount(() => {
    removeEventListener('pagehide', leave);
    checker.end();
    draft.flush().catch(() => {}).then(() => draft.end());
  });
  open();

  const failures = computed(() => it.trial?.cases?.failures ?? []);
  const faults = computed(() => it.trial?.faults ?? []);
  return {
    it, texts, faults, failures, open, setText, setTitle, moveTo,
    rows: computed(() => rowsOf(texts.value, it.files)),
    marks: computed(() => byFile([...faults.value, ...failures.value])),
    tryNow: () => checker.now(),
    flush: () => draft.flush(),
    settle: (choices) => { draft.settle(choices); checker.soon(); },
    done: () => { draft.end(); copies.clear(); },
  };
}
