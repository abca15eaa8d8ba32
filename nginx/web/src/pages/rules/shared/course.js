// Where a rule set stands on its way: proposed, tried, replayed, approved, active. The core says
// what may be done next and why not; here it is put in the order in which people do it. No Vue.
const ORDER = ['propose', 'test', 'replay', 'approve', 'activate'];

const isDone = {
  propose: () => true,
  test: ({ set }) => set.test?.is_passed === true,
  replay: ({ replay }) => Boolean(replay?.state === 'done' && replay.is_current && !replay.as_of),
  approve: ({ set }) => set.approved === true,
  activate: ({ set }) => set.is_active === true,
};

const isFailed = {
  test: ({ set }) => set.test?.is_passed === false,
  replay: ({ replay }) => replay?.state === 'failed',
};

const isGoing = { replay: ({ replay }) => ['queued', 'running'].includes(replay?.state) };

// → [{ step, state: 'done' | 'now' | 'bad' | 'going' | 'later', allowed, why }]
export function courseOf(set, replay) {
  const next = new Map((set.next ?? []).map((n) => [n.step, n]));
  const at = { set, replay };
  let isFirst = true;
  return ORDER.map((step) => {
    const done = isDone[step](at);
    let state = 'later';
    if (done) state = 'done';
    else if (isGoing[step]?.(at)) state = 'going';
    else if (isFailed[step]?.(at)) state = 'bad';
    else if (isFirst) state = 'now';
    if (!done) isFirst = false;
    const { allowed = false, why = '' } = next.get(step) ?? {};
    return { step, state, allowed, why: why ?? '' };
  });
}

export const nextOf = (set, step) =>
  (set?.next ?? []).find((n) => n.step === step) ?? { step, allowed: false, why: '' };

// A replay's share that is done, 0 to 1; null while nobody has counted.
export function shareOf(replay) {
  if (!replay || replay.state === 'queued' || !replay.total) return null;
  return Math.min(1, replay.done / replay.total);
}

// Emergencies end by themselves within seven days. → what is wrong with a time, or null
export function endFault(text, now = Date.now()) {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return 'empty';
  if (at <= now) return 'past';
  return at > now + 7 * 24 * 3600e3 ? 'far' : null;
}

// What datetime-local gives, as Beijing's time whatever the machine's zone is.
export const beijing = (local) => (local ? `${local.slice(0, 16)}:00+08:00` : '');
export const localOf = (ms) =>
  new Date(ms + 8 * 3600e3).toISOString().slice(0, 16);
