// Requests about products.
import { call, get, post } from '../../../api/client.js';

const KEPT_BY_CORE = [
  'id', 'created_at', 'updated_at', 'used_by', 'state', 'state_label', 'missing', 'coverage',
  'etag',
];

// A product's answer holds its data beside what the core says of it.
export function dataOf(product) {
  if (product.data) return product.data;
  const own = Object.entries(product).filter(([name]) => !KEPT_BY_CORE.includes(name));
  return Object.fromEntries(own);
}

export async function loadProduct(id) {
  const { data, etag } = await call('GET', `/products/${id}`);
  return { product: data, data: dataOf(data), etag };
}

// An unfinished one is kept as a draft where the core takes it.
export async function saveProduct(id, data, { etag, complete = false, keepalive = false, key }) {
  const options = { etag, keepalive, quiet: keepalive, key };
  const [method, path] = id ? ['PUT', `/products/${id}`] : ['POST', '/products'];
  let answer;
  try {
    answer = await call(method, path, { ...options, body: { data, complete } });
  } catch (problem) {
    if (problem.code !== 'members_invalid' && problem.code !== 'shape_invalid') throw problem;
    if (problem.findings.some((f) => !/^\/(data|complete)/.test(f.path))) throw problem;
    answer = await call(method, path, { ...options, body: data });
  }
  return { product: answer.data, data: dataOf(answer.data), etag: answer.etag };
}

export const productForm = () => get('/forms/product');

export const checkProduct = (data) =>
  post('/check', { kind: 'product', action: 'initial', data, organization: 'own' })
    .catch((problem) => {
      if (problem.status !== 422 && problem.status !== 400) throw problem;
      return post('/check', { kind: 'product', action: 'initial', data });
    });
