// What the home page shows, in one request where the core answers it so.
import { get } from '../../../api/client.js';

function counted(items) {
  const by = new Map();
  for (const f of items) {
    const row = by.get(f.state) ?? { state: f.state, label: f.state_label, n: 0 };
    row.n += 1;
    by.set(f.state, row);
  }
  return [...by.values()];
}

async function gathered() {
  const [filings, products, deadlines] = await Promise.all([
    get('/filings', { limit: 100 }), get('/products', { limit: 100 }), get('/deadlines'),
  ]);
  const subject = filings.items.find((f) => f.kind === 'subject');
  const own = filings.items.filter((f) => f.kind !== 'subject');
  const standing = subject && (subject.state === 'approved' ? 'in_force' : 'review');
  return {
    subject: subject ? { ...subject, filing: subject.id, standing } : null,
    products: { total: products.items.length, drafts: 0 },
    filings: { by_state: counted(own), total: own.length },
    drafts: filings.items.filter((f) => f.state === 'draft').slice(0, 5),
    returned: filings.items.filter((f) => f.state === 'returned').slice(0, 5),
    deadlines: deadlines.items.slice(0, 10),
  };
}

export async function loadHome() {
  try {
    return await get('/home');
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    return gathered();
  }
}
