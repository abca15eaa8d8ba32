// One draft that is being written: its text here, its last saved text, and how the two become one.
// No Vue: whoever shows it listens to told(). The way to the core comes as load() and store(), so
// that filings and products are written by the same hand.
import { Autosave } from './autosave.js';
import { merge } from './merge.js';
import { copyOf, isSame, setAt, valueAt } from '../api/pointer.js';
import { newThings } from './things.js';

export class Draft {
  // load() → { data, etag }, store(data, etag, keepalive) → { etag, data? }; both throw Problems;
  // copies: { read(), write(value), clear() } keeps a copy on this machine
  // told(draft) after every change of status; changed(data) when the text was changed by a merge
  constructor({ load, store, copies, told = () => {}, changed = () => {}, timing }) {
    Object.assign(this, { load, store, copies, told, changed });
    this.saving = new Autosave(() => this.saveNow(), timing);
    this.data = {};
    this.base = {}; // as last saved, or read
    this.sent = []; // what was sent and not heard of yet: it may be stored
    this.etag = null;
    this.status = 'clean'; // clean dirty saving saved failed conflict
    this.problem = null;
    this.conflicts = [];
    this.saved_at = null;
  }

  set(status, problem = null) {
    this.status = status;
    this.problem = problem;
    this.told(this);
  }

  // Takes what the core holds; what this machine kept and never sent is merged into it.
  // → whether something was brought back
  open({ data, etag }) {
    this.base = copyOf(data) ?? {};
    this.data = copyOf(data) ?? {};
    this.etag = etag;
    const kept = this.copies?.read();
    if (!kept || isSame(kept.data, this.data)) return false;
    // Stored, but the page was gone before it heard so: then what was sent is what both stand on.
    const stored = (kept.sent ?? []).find((sent) => isSame(sent, this.data));
    const { data: merged, conflicts } = merge(stored ?? kept.base, kept.data, this.base);
    this.data = merged;
    if (conflicts.length) this.conflict(conflicts);
    else this.touch();
    return true;
  }

  // Somebody typed: data is the whole text as it is now.
  write(data) {
    this.data = data;
    this.touch();
  }

  keep(atOnce = false) {
    this.copies?.write({ base: this.base, data: this.data, sent: this.sent }, atOnce);
  }

  touch() {
    this.keep();
    if (this.status !== 'conflict') this.set('dirty');
    this.saving.touch();
  }

  get isDirty() {
    return this.saving.isDirty || this.status === 'failed' || this.status === 'conflict';
  }

  async flush() {
    await this.saving.flush();
    return this.status !== 'conflict';
  }

  async saveNow() {
    const sent = copyOf(this.data);
    if (isSame(sent, this.base)) return this.set('saved');
    const things = newThings(this.data);
    this.set('saving');
    this.sent = [sent];
    this.keep();
    try {
      const answer = await this.store(sent, this.etag);
      for (const { thing, path } of things) {
        const id = valueAt(answer.data ?? {}, path)?.id;
        if (id) thing.id ??= id;
      }
      this.took(answer.data ? copyOf(answer.data) : sent, answer.etag);
    } catch (problem) {
      if (problem.kind === 'stale') return this.meet(sent);
      this.set('failed', problem);
      throw problem;
    }
  }

  took(sent, etag) {
    this.base = sent;
    this.etag = etag;
    this.sent = [];
    this.saved_at = new Date();
    if (isSame(this.data, sent)) this.copies?.clear();
    this.set('saved');
  }

  // Somebody else saved meanwhile: what both wrote is put together, and saved again.
  async meet() {
    const theirs = await this.load();
    const { data, conflicts } = merge(this.base, copyOf(this.data), theirs.data);
    this.base = copyOf(theirs.data);
    this.etag = theirs.etag;
    this.data = data;
    this.changed(data);
    if (conflicts.length) return this.conflict(conflicts);
    this.saving.touch();
    this.set('dirty');
  }

  conflict(conflicts) {
    this.conflicts = conflicts;
    this.saving.stop();
    this.saving.since ??= Date.now();
    this.set('conflict');
  }

  // choices: { path: 'mine' | 'theirs' }
  settle(choices) {
    for (const c of this.conflicts)
      if (choices[c.path] === 'theirs') setAt(this.data, c.path, copyOf(c.theirs));
    this.conflicts = [];
    this.changed(this.data);
    this.set('dirty');
    this.saving.resume();
  }

  // The page goes away: what is not saved is sent without waiting for an answer. Browsers take
  // 64 KB so; more than that stays in the copy.
  leave() {
    if (!this.saving.isDirty || this.status === 'conflict') return;
    this.sent = [...this.sent, copyOf(this.data)];
    this.keep(true);
    Promise.resolve(this.store(copyOf(this.data), this.etag, true)).catch(() => {});
  }

  end() {
    this.saving.stop();
  }
}
