// Asks the rules what they say of what is on the screen, a moment after the last key. Only the
// answer to the latest question is told. waits(true | false): whether what is on the screen has no
// answer yet. No Vue.
export class Checker {
  constructor(ask, told, { wait = 700, waits = () => {} } = {}) {
    Object.assign(this, { ask, told, wait, waits, timer: null, turn: 0, text: 0 });
  }

  soon() {
    this.waits(true);
    this.text += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.wait);
  }

  // → the answer, or null when the rules could not be asked
  async now() {
    clearTimeout(this.timer);
    this.waits(true);
    const mine = ++this.turn;
    const { text } = this;
    try {
      const answer = await this.ask();
      if (mine === this.turn && answer) this.told(answer);
      return answer;
    } catch (problem) {
      if (mine === this.turn) this.told(null, problem);
      return null;
    } finally {
      if (mine === this.turn && text === this.text) this.waits(false);
    }
  }

  end() {
    clearTimeout(this.timer);
    this.turn += 1;
  }
}
