// What all fields of a form share: the data, what the rules say of it, and where files and products
// come from. Made by the page, given down by Form.
import { computed, inject, markRaw, provide, reactive, shallowRef, toRaw } from 'vue';
import { inOrder, isEmpty } from './order.js';
import { isSame, setAt, valueAt } from '../api/pointer.js';

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
    form: markRaw(form), data,
    findings: [], // as the last check answered them, in the form's order
    fields: [], // [{path, required, applicable}], where the core tells
    reasons: [], // of the last return
    attachments: {}, // id → {filename, media_type, size_bytes}
    products: null, // for coverage; null while nobody has loaded them
    showsAll: false, // also what is missing and was never touched
    touched: {}, // path → true once it was left
    local: {}, // path → what a control itself finds wrong, before anybody is asked
    before: null, // the data in force that a change starts from
    beforeFiles: {}, // its attachments
    keeps: false, // of it, nothing may be changed
    isLocked: false,
    isAsking: false, // the rules have not answered yet for what is on the screen
    actions: {}, // what the page offers: { product(id | null) }
  });
  const found = computed(() => byPath(inOrder(it.form, it.findings)));
  const asked = computed(() => new Map(it.fields.map((f) => [f.path, f])));
  const returned = computed(() => byPath(it.reasons));
  const raw = shallowRef(changed);

  // A required field that was filled since the last check is not told to be empty.
  const isOver = (f, data) => f.rule === 'form.required' && !isEmpty(valueAt(data, f.path));
  const isShown = (f, data = it.data) =>
    it.showsAll || it.touched[f.path] || !isEmpty(valueAt(data, f.path));
  return Object.assign(it, {
    value: (path) => valueAt(it.data, path),
    set(path, value) {
      setAt(it.data, path, value);
      raw.value(path);
    },
    // As it was at the last check: not looked at again with every key.
    then: (path) => valueAt(toRaw(it.data), path),
    findingsAt: (path) => (found.value.get(path) ?? [])
      .filter((f) => isShown(f) && !isOver(f, it.data)),
    reasonsAt: (path) => returned.value.get(path) ?? [],
    isRequired: (path, field) => asked.value.get(path)?.required ?? field.required === true,
    isApplicable: (path) => asked.value.get(path)?.applicable ?? true,
    wasAt: (path) => valueAt(it.before, path),
    // Fields of a section that stands in force; an item of a list follows its list.
    isKnown: (path) => it.before?.[path.split('/')[1]] !== undefined &&
      path.split('/').length === 3,
    isChanged: (path) => it.isKnown(path) &&
      !(isEmpty(it.wasAt(path)) && isEmpty(it.value(path))) &&
      !isSame(it.wasAt(path), it.value(path)),
    // Whoever changed it by another way may change it back.
    isFixed: (path, field) => (it.keeps || field.fixed === true) && it.isKnown(path) &&
      !it.isChanged(path),
    touch: (path) => { it.touched[path] = true; },
    shown: () => inOrder(it.form, it.findings).filter((f) => isShown(f, toRaw(it.data))),
  });
}

export const giveForm = (form) => provide(KEY, form);
export const takeForm = () => inject(KEY);
