// All that a filing's page shows, with the form that its text was written by.
import { get } from '../../../api/client.js';
import { historyOf, load } from './filing.js';

// What was submitted is read by the form that it was written by.
const formFor = ({ kind, action, rule_set }) => get(`/forms/${kind}`, { action, rule_set });

export async function loadView(id) {
  const { filing, data } = await load(id);
  const [form, history, versions, products, letters] = await Promise.all([
    formFor(filing),
    historyOf(id),
    get(`/filings/${id}/versions`),
    get('/products', { limit: 100 }),
    get(`/filings/${id}/letters`, { limit: 100 }),
  ]);
  return {
    filing, data, form, history: history.items, versions: versions.items, products: products.items,
    letters: letters.items,
  };
}
