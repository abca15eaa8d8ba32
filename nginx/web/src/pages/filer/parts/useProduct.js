// A product being written, on its page and in the dialog of the wizard. A new one is made with its
// first save.
import { reactive } from 'vue';
import { useWriting } from './useWriting.js';
import { checkProduct, loadProduct, saveProduct } from './product.js';
import { newKey } from '../../../api/client.js';

export function useProduct({ form, id, data, etag, product }) {
  const state = reactive({ id, product: product ?? null, isBusy: false, problem: null });
  const key = newKey();
  let making = null;
  let isHeld = false;

  async function store(text, tag, { keepalive = false, complete = false } = {}) {
    if (making) await making.catch(() => {});
    making = null;
    const options = { etag: state.id ? tag ?? state.etag : null, keepalive };
    // One that a filing under review names stays whole: it is saved when it is.
    options.complete = complete || isHeld;
    if (!state.id) options.key = key;
    const asked = saveProduct(state.id, text, options);
    if (!state.id) making = asked;
    const answer = await asked.catch((problem) => {
      if (problem.code !== 'product_in_use' || isHeld) throw problem;
      isHeld = true;
      return saveProduct(state.id, text, { ...options, complete: true });
    });
    making = null;
    Object.assign(state, { id: answer.product.id, product: answer.product, etag: answer.etag });
    return answer;
  }

  const writing = useWriting({
    form, opened: { data, etag }, key: `product:${id ?? 'new'}`,
    load: () => loadProduct(state.id),
    store: (text, tag, keepalive) => store(text, tag, { keepalive }),
    check: checkProduct,
  });
  const { draft, fields, checker } = writing;

  // Saves it as complete: the rules may find that it is not. → its id, or null
  async function finish() {
    state.isBusy = true;
    state.problem = null;
    fields.showsAll = true;
    try {
      const judged = await checker.now();
      if (judged?.findings?.some((f) => f.severity === 'error')) return null;
      if (!(await draft.flush())) return null;
      const answer = await store(JSON.parse(JSON.stringify(fields.data)), draft.etag,
        { complete: true });
      draft.took(answer.data, answer.etag);
      draft.copies.clear();
      return state.id;
    } catch (problem) {
      state.problem = problem;
      if (problem.findings?.length) fields.findings = problem.findings;
      return null;
    } finally {
      state.isBusy = false;
    }
  }
  return { ...writing, state, finish };
}
