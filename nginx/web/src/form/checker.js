// Asks the rules what they say of what is on the screen, a moment after the last key. Only the
// answer to the latest question is told. No Vue.
export class Checker {
  constructor(ask, told, { wait = 700 } = {}) {
    Object.assign(this, { ask, told, wait, timer: null, turn: 0 });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), this.wait);
  }

  // → the answer, or null when the rules could not be asked
  async now() {
    clearTimeout(this.timer);
    const mine = ++this.turn;
    try {
      const answer = await this.ask();
      if (mine === this.turn && answer) this.told(answer);
      return answer;
    } catch (problem) {
      if (mine === this.turn) this.told(null, problem);
      return null;
    }
  }

  end() {
    clearTimeout(this.timer);
    this.turn += 1;
  }
}
