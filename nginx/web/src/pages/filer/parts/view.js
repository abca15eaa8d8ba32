// All that a filing's page shows, with the form that its text was written by.
import { get } from '../../../api/client.js';
import { historyOf, load } from './filing.js';

async function formFor(filing) {
  const { kind, action, rule_set } = filing;
  try {
    return await get(`/forms/${kind}`, { action, rule_set });
  } catch (problem) {
    if (problem.status !== 400 && problem.status !== 404) throw problem;
    return get(`/forms/${kind}`, { action });
  }
}

const optional = (asked, none) => asked.catch(() => none);

export async function loadView(id) {
  const { filing, data } = await load(id);
  const [form, history, versions, products] = await Promise.all([
    formFor(filing),
    optional(historyOf(id), { items: [] }),
    optional(get(`/filings/${id}/versions`), { items: [] }),
    optional(get('/products', { limit: 100 }), { items: [] }),
  ]);
  return {
    filing, data, form, history: history.items, versions: versions.items, products: products.items,
  };
}
