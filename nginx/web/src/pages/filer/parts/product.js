// Requests about products.
import { call, get, post } from '../../../api/client.js';

// What the core says of a product, beside the tree that somebody wrote.
const SAID = [
  'id', 'state', 'state_label', 'missing', 'used_by', 'findings', 'created_at', 'updated_at',
];

export const dataOf = (product) =>
  Object.fromEntries(Object.entries(product).filter(([name]) => !SAID.includes(name)));

export async function loadProduct(id) {
  const { data, etag } = await call('GET', `/products/${id}`);
  return { product: data, data: dataOf(data), etag };
}

// complete: false keeps an unfinished one whatever is missing.
export async function saveProduct(id, data, { etag, complete, keepalive = false, key }) {
  const [method, path] = id ? ['PUT', `/products/${id}`] : ['POST', '/products'];
  const body = { ...data, complete };
  const answer = await call(method, path, { body, etag, keepalive, quiet: keepalive, key });
  return { product: answer.data, data: dataOf(answer.data), etag: answer.etag };
}

export const productForm = () => get('/forms/product');

export const checkProduct = (data) =>
  post('/check', { kind: 'product', action: 'initial', data, organization: 'own' });
