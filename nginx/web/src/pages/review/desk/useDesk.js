// Everything that the desk of one task holds: what is reviewed, the form that it was filled in by,
// what is known at each place, and what the reviewer writes.
import {
  computed, inject, onBeforeUnmount, onMounted, provide, reactive, ref, shallowRef,
} from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { get, put } from '../../../api/client.js';
import { session } from '../../../api/session.js';
import { copiesIn } from '../../../draft/copies.js';
import { textOf } from '../../../form/text.js';
import { useLoad } from '../../../kit/load.js';
import { Notes } from '../notes.js';
import { countsOf, labelOf, marksOf, sectionsOf } from '../places.js';

const KEY = Symbol('desk');
const DECIDES = ['pass', 'return', 'refuse'];
export const takeDesk = () => inject(KEY);

export const verbOf = (move) => move.verb;
export const eventOf = (move) => move.on;

// The form of a kind as the set declares it that the data was filled in by; today's where the core
// does not know that one any more.
export async function formOf(kind, action, ruleSet) {
  try {
    return await get(`/forms/${kind}`, { action, rule_set: ruleSet });
  } catch (problem) {
    if (problem.kind !== 'refused' && problem.kind !== 'missing') throw problem;
    return get(`/forms/${kind}`, { action });
  }
}

function useNotes(id) {
  const key = `suanbei:draft:review:${session.account?.id}:${id}`;
  const status = shallowRef({ status: 'clean', problem: null, saved_at: null });
  const save = (body, keepalive) => put(`/review/tasks/${id}/draft`, body, { keepalive });
  const told = (n) => {
    status.value = { status: n.status, problem: n.problem, saved_at: n.saved_at };
  };
  const notes = reactive(new Notes({ save, copies: copiesIn(globalThis.localStorage, key), told }));
  const leave = () => notes.leave();
  // Two windows would write over each other: the other one's copy on this machine tells of it.
  const isTwice = ref(false);
  const heard = (event) => { isTwice.value ||= event.key === key && Boolean(event.newValue); };

  onMounted(() => {
    addEventListener('pagehide', leave);
    addEventListener('storage', heard);
  });
  onBeforeUnmount(() => {
    removeEventListener('pagehide', leave);
    removeEventListener('storage', heard);
    notes.end();
  });
  onBeforeRouteLeave(async () => {
    // What cannot be sent now stays on this machine.
    if (notes.isDirty) await notes.flush().catch(() => {});
  });
  return { notes, status, isTwice };
}

const comparedWith = (id, against) => get(`/review/tasks/${id}/diff`, { against });

export function useDesk(id) {
  const { notes, status, isTwice } = useNotes(id);
  const wroteBefore = ref(false);
  const chosen = ref(undefined); // what it is held against; undefined: as the core has it
  const load = useLoad(async () => {
    const desk = await get(`/review/tasks/${id}`);
    const { kind, action } = desk.filing;
    const [form, against, threads] = await Promise.all([
      formOf(kind, action, desk.form?.rule_set), comparedWith(id, chosen.value),
      desk.reasons_before.length ? get(`/review/tasks/${id}/threads`) : { rows: [] }]);
    return { ...desk, form, against, threads: threads.rows };
  });
  const data = computed(() => load.data);
  const sections = computed(() =>
    (data.value ? sectionsOf(data.value.form, data.value.version.data) : []));
  const marks = computed(() => marksOf(sections.value, {
    findings: data.value?.judgement?.findings, changes: data.value?.against.rows,
    before: data.value?.reasons_before, threads: data.value?.threads, reasons: notes.now.reasons,
  }));
  const counts = computed(() =>
    new Map(sections.value.map((s) => [s.id, countsOf(s, marks.value)])));
  const moves = computed(() => data.value?.moves ?? []);
  const decisions = computed(() => moves.value.filter((m) => DECIDES.includes(verbOf(m))));
  const others = computed(() => moves.value.filter((m) => !DECIDES.includes(verbOf(m))));

  const desk = reactive({
    id, load, data, sections, marks, counts, notes, status, decisions, others, wroteBefore,
    isTwice,
    isDecided: false, // here, a moment ago
    canWrite: computed(() => !desk.isDecided && decisions.value.length > 0),
    isMine: computed(() => data.value?.task.claimed_by?.id === session.account?.id),
    async hold(against) {
      load.data.against = await comparedWith(id, against);
      chosen.value = against;
    },
    focusOn: null, // a place whose reason shall take the focus
    takeDraft() {
      wroteBefore.value = notes.open(data.value?.draft);
    },
    markAt: (path) => marks.value.get(path),
    label: (path) => labelOf(data.value.form, path),
    text: (row, value = row.value) => textOf(value, {
      form: data.value.form, path: row.path, field: row.field,
      attachments: data.value.attachments, products: data.value.products,
    }),
    write(path) {
      const reason = notes.add(path);
      desk.focusOn = reason.key;
      return reason;
    },
  });
  provide(KEY, desk);
  return desk;
}

// The id of the element that shows a place, and going there.
export const anchorOf = (path) =>
  `p${(path || '/whole').replaceAll('/', '-').replace(/[^\w-]/g, '_')}`;

export function goTo(path) {
  // What is not shown by itself is seen in what holds it.
  let at = path;
  while (at && !document.getElementById(anchorOf(at))) at = at.slice(0, at.lastIndexOf('/'));
  const element = document.getElementById(anchorOf(at));
  if (!element) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  element.focus({ preventScroll: true });
}
