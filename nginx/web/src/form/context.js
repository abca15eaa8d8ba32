// What all fields of a form share: the data, what the rules say of it, and where files and products
// come from. Made by the page, given down by Form.
import { computed, inject, provide, reactive, shallowRef } from 'vue';
import { inOrder, isEmpty } from './order.js';
import { setAt, valueAt } from '../api/pointer.js';

const KEY = Symbol('form');

export const idOf = (path) => `f${path.replaceAll('/', '-').replace(/[^\w-]/g, '_')}`;

function byPath(list) {
  const map = new Map();
  for (const one of list) {
    const path = one.path ?? '';
    if (!map.has(path)) map.set(path, []);
    map.get(path).push(one);
  }
  return map;
}

// form: as /forms answers it; changed(): called after every key
export function makeForm({ form, data = {}, changed = () => {} }) {
  const it = reactive({
    form, data,
    findings: [], // as the last check answered them, in the form's order
    fields: [], // [{path, required, applicable}], where the core tells
    reasons: [], // of the last return
    attachments: {}, // id → {filename, media_type, size_bytes}
    products: null, // for coverage; null while nobody has loaded them
    showsAll: false, // also what is missing and was never touched
    touched: {}, // path → true once it was left
    local: {}, // path → what a control itself finds wrong, before anybody is asked
    isLocked: false,
    actions: {}, // what the page offers: { product(id | null) }
  });
  const found = computed(() => byPath(inOrder(it.form, it.findings)));
  const asked = computed(() => new Map(it.fields.map((f) => [f.path, f])));
  const returned = computed(() => byPath(it.reasons));
  const raw = shallowRef(changed);

  const isShown = (f) => it.showsAll || it.touched[f.path] || !isEmpty(valueAt(it.data, f.path));
  return Object.assign(it, {
    value: (path) => valueAt(it.data, path),
    set(path, value) {
      setAt(it.data, path, value);
      raw.value(path);
    },
    findingsAt: (path) => (found.value.get(path) ?? []).filter(isShown),
    reasonsAt: (path) => returned.value.get(path) ?? [],
    isRequired: (path, field) => asked.value.get(path)?.required ?? field.required === true,
    isApplicable: (path) => asked.value.get(path)?.applicable ?? true,
    touch: (path) => { it.touched[path] = true; },
    shown: () => inOrder(it.form, it.findings).filter(isShown),
  });
}

export const giveForm = (form) => provide(KEY, form);
export const takeForm = () => inject(KEY);
