// What the pool counted in each minute of the last hour, as lines to be drawn. The minute that is
// not yet over counts by the seconds that it has.
const SHORT = 5; // a few seconds say nothing of a minute

const whole = (samples) => samples.filter((s) => s.seconds >= SHORT);

// → [{ at, value }] of what was counted, a minute
export const rates = (samples, member) =>
  whole(samples).map((s) => ({ at: s.at, value: (s[member] * 60) / s.seconds }));

export const levels = (samples, member) =>
  whole(samples).map((s) => ({ at: s.at, value: s[member] }));

export const means = (samples, member, by) =>
  whole(samples).map((s) => ({ at: s.at, value: s[by] ? s[member] / s[by] : 0 }));
