// What every control gets and says. A control says `set` with its whole new value, undefined when
// nothing is left of it, and `left` when somebody leaves it.
export const control = {
  props: {
    id: { type: String, required: true },
    path: { type: String, required: true },
    field: { type: Object, required: true },
    value: { type: null, default: undefined },
    required: Boolean,
    bad: Boolean,
    described: { type: String, default: '' },
  },
  emits: ['set', 'left'],
};
