// What a reviewer writes before deciding: reasons at places, an internal note, what was checked.
// It is kept by the core a moment after the last key, and on this machine until the core has it.
// No Vue: whoever shows it listens to told().
import { Autosave } from '../../draft/autosave.js';

const NOTHING = { reasons: [], note: '', outcome: null, checked: [] };
let last = 0;

const isBlank = (r) => !r.reason.trim() && !r.suggestion.trim() && !r.code;
const ownReason = (r) => ({
  key: ++last, path: r.path ?? '', code: r.code ?? '', reason: r.reason ?? '',
  suggestion: r.suggestion ?? '',
});
const own = (kept) => ({
  ...NOTHING, ...kept,
  note: kept?.note ?? '', checked: kept?.checked ?? [],
  reasons: (kept?.reasons ?? []).map(ownReason),
});

// As the API takes a reason: nothing for what is not written.
export const sentReason = ({ path, code, reason, suggestion }) => ({
  path, code: code || null, reason: reason.trim(), suggestion: suggestion.trim() || null,
});

// → { path, code?, reason, suggestion? } of all that say something
export const sentReasons = (reasons) => reasons.filter((r) => !isBlank(r)).map(sentReason);

// What keeps a decision from being made: [{ key | null, code }]
//   none      a return or a refusal without any reason
//   reason    one without words
//   suggestion  one that does not say how it is mended
export function lacks(reasons, verb) {
  if (verb !== 'return' && verb !== 'refuse') return [];
  const told = reasons.filter((r) => !isBlank(r));
  if (!told.length) return [{ key: null, code: 'none' }];
  const out = [];
  for (const r of told) {
    if (!r.reason.trim()) out.push({ key: r.key, code: 'reason' });
    else if (verb === 'return' && !r.suggestion.trim())
      out.push({ key: r.key, code: 'suggestion' });
  }
  return out;
}

export class Notes {
  // save(body) → promise; copies: { read(), write(value), clear() }; told(notes) after each change
  constructor({ save, copies, told = () => {}, timing }) {
    Object.assign(this, { save, copies, told });
    this.saving = new Autosave(() => this.saveNow(), timing);
    this.now = own();
    this.status = 'clean'; // clean dirty saving saved failed
    this.problem = null;
    this.saved_at = null;
  }

  set(status, problem = null) {
    this.status = status;
    this.problem = problem;
    this.told(this);
  }

  // Takes what the core kept, or what this machine kept later and never sent.
  // → whether something was brought back
  open(draft) {
    const kept = this.copies?.read();
    const copy = kept && kept.at >= (Date.parse(draft?.saved_at) || 0) ? kept : null;
    if (kept && !copy) this.copies.clear();
    this.now = own(copy?.data ?? draft);
    this.saved_at = draft?.saved_at ?? null;
    if (!copy) return false;
    this.touch();
    return true;
  }

  // As it is sent and kept.
  body() {
    const { reasons, note, outcome, checked } = this.now;
    return { reasons: sentReasons(reasons), note: note || null, outcome, checked: [...checked] };
  }

  touch() {
    this.copies?.write({ data: this.body() });
    this.set('dirty');
    this.saving.touch();
  }

  // → the new reason
  add(path) {
    const reason = ownReason({ path });
    this.now.reasons.push(reason);
    return this.now.reasons[this.now.reasons.length - 1];
  }

  edit(key, member, text) {
    this.now.reasons.find((r) => r.key === key)[member] = text;
    this.touch();
  }

  remove(key) {
    this.now.reasons = this.now.reasons.filter((r) => r.key !== key);
    this.touch();
  }

  check(id, isOn) {
    const rest = this.now.checked.filter((x) => x !== id);
    this.now.checked = isOn ? [...rest, id] : rest;
    this.touch();
  }

  async saveNow() {
    const sent = this.body();
    this.set('saving');
    try {
      await this.save(sent);
    } catch (problem) {
      this.set('failed', problem);
      throw problem;
    }
    this.saved_at = new Date().toISOString();
    if (JSON.stringify(sent) === JSON.stringify(this.body())) this.copies?.clear();
    this.set(this.saving.isDirty ? 'dirty' : 'saved');
  }

  get isDirty() {
    return this.saving.isDirty || this.status === 'failed';
  }

  flush() {
    return this.saving.flush();
  }

  // The page goes away: what is not saved is sent without waiting for an answer.
  leave() {
    if (!this.isDirty) return;
    this.copies?.write({ data: this.body() });
    Promise.resolve(this.save(this.body(), true)).catch(() => {});
  }

  // It was decided: nothing of it is kept any more.
  done() {
    this.saving.stop();
    this.copies?.clear();
  }

  end() {
    this.saving.stop();
  }
}
