// One filing being filled in: what is loaded, written, checked, and where one is in its steps.
import { computed, reactive } from 'vue';
import { useWriting } from '../parts/useWriting.js';
import { check, load, save, submit } from '../parts/filing.js';
import { fieldsOf, stateOfStep, stepOf, stepsOf } from '../../../form/order.js';
import { get, newKey } from '../../../api/client.js';
import { t } from '../../../words/index.js';

const CONFIRM = 'confirm';

async function allProducts() {
  const items = [];
  let cursor = '';
  do {
    const page = await get('/products', { limit: 100, cursor });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

// loaded: { filing, form, data, etag, before: what is in force of the one that it is about }
export function useEdit(loaded) {
  const { form } = loaded;
  const state = reactive({ filing: loaded.filing, isSubmitting: false, submitProblem: null });
  const { it, fields, draft, checker } = useWriting({
    form, opened: loaded, key: loaded.filing.id,
    load: async () => {
      const now = await load(state.filing.id);
      take(now.filing);
      return now;
    },
    store: async (data, etag, keepalive) => {
      const answer = await save(state.filing.id, data, etag, keepalive);
      Object.assign(state.filing, { state: answer.filing.state, title: answer.filing.title });
      return answer;
    },
    check: (data) => check(state.filing.id, data),
  });

  function take(filing) {
    state.filing = filing;
    fields.reasons = filing.reasons ?? [];
    Object.assign(fields.attachments, filing.attachments ?? {});
  }
  take(loaded.filing);
  fields.before = loaded.before?.data ?? null;
  fields.beforeFiles = loaded.before?.filing.attachments ?? {};
  fields.keeps = loaded.filing.keeps;

  async function loadProducts() {
    fields.products = await allProducts();
  }
  if (fieldsOf(form).some((f) => f.field.type === 'coverage')) loadProducts().catch(() => {});

  const base = `/filings/${loaded.filing.id}/edit`;
  const all = stepsOf(form);
  const declared = all.filter((s) => s.sections.length > 0);
  const last = all.find((s) => s.sections.length === 0);
  const reasonsIn = (step) => fields.reasons
    .filter((r) => !r.changed && stepOf(form, r.path ?? '').id === step.id).length;
  const steps = computed(() => {
    const out = declared.map((s) => {
      const how = stateOfStep(form, s, {
        valueAt: fields.then, findings: fields.findings, isApplicable: fields.isApplicable,
      });
      const returned = reasonsIn(s);
      const note = returned ? t('filer.step_returned', { n: returned })
        : how.bad ? t('filer.step_bad', { n: how.bad })
          : how.state === 'begun' ? t('filer.step_missing', { n: how.missing }) : '';
      return { ...s, ...how, state: returned ? 'bad' : how.state, note, to: `${base}/${s.id}` };
    });
    const isDone = out.every((s) => s.state === 'done');
    out.push({
      id: CONFIRM, title: last?.title ?? t('filer.confirm'), help: last?.help, sections: [],
      state: 'open',
      to: `${base}/${CONFIRM}`,
      note: isDone ? t('filer.step_ready') : '',
    });
    return out;
  });

  // Where one begins: at the first field that came back, else at the first step.
  function firstPlace() {
    const marked = fieldsOf(form).find(({ path }) => fields.reasons.some((r) =>
      !r.changed && (r.path === path || r.path?.startsWith(`${path}/`))));
    const reason = marked && fields.reasons.find((r) =>
      r.path === marked.path || r.path.startsWith(`${marked.path}/`));
    return { step: marked ? stepOf(form, marked.path).id : declared[0].id, path: reason?.path };
  }

  const key = newKey();
  // → whether it was submitted; else the findings or the problem say why not
  async function send() {
    state.isSubmitting = true;
    state.submitProblem = null;
    fields.showsAll = true;
    try {
      if (!(await draft.flush())) return false;
      await submit(state.filing.id, key);
      draft.copies.clear();
      return true;
    } catch (problem) {
      state.submitProblem = problem;
      if (problem.findings?.length) fields.findings = problem.findings;
      return false;
    } finally {
      state.isSubmitting = false;
    }
  }

  return { state, it, fields, draft, checker, steps, firstPlace, send, loadProducts, CONFIRM };
}
