// Totals that the pool counted, as what happened in each minute.
const PER_MINUTE = 60000;

// The newest point is what the counters say now, so that a chart ends at this moment.
function nowOf(status) {
  const of = (name) => status.pool.counters.find((c) => c.name === name)?.value ?? 0;
  return {
    at: status.now, requests: of('requests'), writes: of('writes'), refused: of('replies_4xx'),
    errors: of('replies_5xx'), judge_faults: of('judge_faults'), bytes_out: of('bytes_out'),
    busy: Math.max(0, status.pool.busy - 1), // but for this very request
  };
}
const ms = (sample) => Date.parse(sample.at);

export function samplesOf(status) {
  const samples = status.pool?.samples ?? [];
  const now = status.pool ? nowOf(status) : null;
  const last = samples[samples.length - 1];
  return !now || (last && ms(now) - ms(last) < 5000) ? samples : [...samples, now];
}

// → [{ at, value }] of what a total grew by, a minute
export function rates(samples, member) {
  return samples.slice(1).map((sample, n) => {
    const before = samples[n];
    const span = Math.max(1, ms(sample) - ms(before));
    const grown = Math.max(0, sample[member] - before[member]);
    return { at: sample.at, value: (grown * PER_MINUTE) / span };
  });
}

export const levels = (samples, member) =>
  samples.map((sample) => ({ at: sample.at, value: sample[member] }));
