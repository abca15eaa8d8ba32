// When to save: a moment after the last key, and at the latest some seconds after the first that is
// not saved, or steady typing would never be. One save at a time; what is typed meanwhile goes into
// the next. It knows nothing of what is saved.
const WAIT = 1500;
const MOST = 4000;
const AGAIN = 5000;

export class Autosave {
  // save() → promise; clock: { now, set(fn, ms), clear(id) } for tests
  constructor(save, { wait = WAIT, most = MOST, again = AGAIN, clock } = {}) {
    this.save = save;
    this.wait = wait;
    this.most = most;
    this.again = again;
    this.clock = clock ?? {
      now: () => Date.now(),
      set: (fn, ms) => setTimeout(fn, ms),
      clear: (id) => clearTimeout(id),
    };
    this.since = null; // when the first change that is not saved was made
    this.timer = null;
    this.running = null;
    this.isStopped = false;
  }

  touch() {
    const now = this.clock.now();
    this.since ??= now;
    this.plan(Math.max(0, Math.min(this.wait, this.since + this.most - now)));
  }

  plan(ms) {
    if (this.isStopped || this.running) return;
    if (this.timer !== null) this.clock.clear(this.timer);
    this.timer = this.clock.set(() => { this.timer = null; this.flush().catch(() => {}); }, ms);
  }

  get isDirty() {
    return this.since !== null;
  }

  // Saves what is not saved now. → after it and whatever was typed meanwhile is saved; throws what
  // the save threw, and then tries again by itself in a while.
  async flush() {
    if (this.running) await this.running.catch(() => {});
    if (this.isStopped || this.since === null) return;
    this.cancel();
    const since = this.since;
    this.since = null;
    this.running = this.save();
    try {
      await this.running;
    } catch (error) {
      this.since = since;
      this.running = null;
      this.plan(this.again);
      throw error;
    }
    this.running = null;
    if (this.since !== null) this.plan(this.wait);
  }

  cancel() {
    if (this.timer !== null) this.clock.clear(this.timer);
    this.timer = null;
  }

  // Until resume(), nothing is saved: somebody has to decide something first.
  stop() {
    this.isStopped = true;
    this.cancel();
  }

  resume() {
    this.isStopped = false;
    if (this.since !== null) this.plan(0);
  }
}
