// A form that is being written: its draft, its saving and the rules' opinion of it. Filings and
// products are both written so; what differs comes in: load, store, check.
import { onBeforeUnmount, onMounted, reactive } from 'vue';
import { Draft } from '../../../draft/draft.js';
import { copiesIn } from '../../../draft/copies.js';
import { Checker } from '../../../form/checker.js';
import { makeForm } from '../../../form/context.js';
import { copyOf } from '../../../api/pointer.js';
import { session } from '../../../api/session.js';

// form: as declared; opened: { data, etag } as loaded; key: tells it apart on this machine
export function useWriting({ form, opened, key, load, store, check }) {
  const it = reactive({
    status: 'clean', problem: null, conflicts: [], saved_at: null, isRestored: false,
    answer: null, checkProblem: null,
  });
  const copies = copiesIn(globalThis.localStorage, `suanbei:draft:${session.account?.id}:${key}`);
  const fields = makeForm({ form, data: {}, changed });
  const draft = new Draft({ load, store, copies, told, changed: replace });
  const checker = new Checker(() => check(copyOf(fields.data)), judged,
    { waits: (is) => { fields.isAsking = is; } });

  function told(d) {
    const { status, problem, conflicts, saved_at } = d;
    Object.assign(it, { status, problem, conflicts, saved_at });
    if (problem?.findings?.length) fields.findings = problem.findings;
  }
  function replace(data) {
    fields.data = copyOf(data);
    draft.data = fields.data;
    checker.soon();
  }
  function changed() {
    draft.write(fields.data);
    checker.soon();
  }
  function judged(answer, problem) {
    it.checkProblem = problem ?? null;
    if (!answer) return;
    it.answer = answer;
    fields.findings = answer.findings ?? [];
    fields.fields = answer.fields ?? [];
  }

  it.isRestored = draft.open(opened);
  replace(draft.data);

  const leave = () => draft.leave();
  const ask = (event) => {
    if (draft.status === 'failed' || draft.status === 'conflict') event.preventDefault();
  };
  onMounted(() => {
    addEventListener('pagehide', leave);
    addEventListener('beforeunload', ask);
    checker.now();
  });
  onBeforeUnmount(() => {
    removeEventListener('pagehide', leave);
    removeEventListener('beforeunload', ask);
    draft.end();
    checker.end();
  });
  return { it, fields, draft, checker };
}
