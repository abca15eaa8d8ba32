// Products and files.
import assert from 'node:assert/strict';
import { ifMatch, is, isProblem } from '../client.mjs';
import { product, productData, submittedAlgorithm } from '../way.mjs';
import { makers } from '../files.mjs';
import { NOTHING } from './world.mjs';

// A save that lost against another one.
async function lostProduct(w) {
  const at = `/products/${(await product(w.company)).id}`;
  const { json, headers } = is(await w.company.get(at), 200);
  is(await w.company.put(at, json, ifMatch(headers.etag)), 200);
  const late = await w.company.put(at, { ...json, name: '晚到的' }, ifMatch(headers.etag));
  return { at, kept: isProblem(late, 412, 'stale').kept };
}

export default {
  async listProducts(w) {
    await product(w.company);
    is(await w.company.get('/products'), 200);
  },

  async addProduct(w) {
    const data = await productData(w.company);
    is(await w.company.post('/products', data), 201);
    const nameless = await w.company.post('/products', { ...data, name: '' });
    isProblem(nameless, 422, 'not_acceptable');
    const draft = is(await w.company.post('/products', { complete: false }), 201).json;
    assert.equal(draft.state, 'draft');
    isProblem(await w.company.post('/products', { ...data, complete: 1 }), 400, 'members_invalid');
  },

  async getProduct(w) {
    const { id } = await product(w.company);
    const { etag } = is(await w.company.get(`/products/${id}`), 200).headers;
    is(await w.company.get(`/products/${id}`, { headers: { 'If-None-Match': etag } }), 304);
    isProblem(await w.company.get(`/products/${NOTHING}`), 404, 'not_found');
  },

  async saveProduct(w) {
    const at = `/products/${(await product(w.company)).id}`;
    const { json, headers } = is(await w.company.get(at), 200);
    isProblem(await w.company.put(at, json), 428, 'if_match_required');
    const saved = is(await w.company.put(at, json, ifMatch(headers.etag)), 200);
    is(await w.company.put(at, json, ifMatch(headers.etag)), 200, 'the same once more');
    const late = await w.company.put(at, { ...json, name: '晚' }, ifMatch(headers.etag));
    isProblem(late, 412, 'stale');
    assert.equal(late.headers.etag, saved.headers.etag);
  },

  async deleteProduct(w) {
    const { id } = await product(w.company);
    is(await w.company.del(`/products/${id}`), 204);
    const filing = await submittedAlgorithm(w.company);
    const used = await w.company.del(`/products/${filing.product.id}`);
    const { used_by } = isProblem(used, 409, 'product_in_use');
    assert.equal(used_by[0].filing, filing.id);
  },

  async listKeptProducts(w) {
    const { at } = await lostProduct(w);
    assert.equal(is(await w.company.get(`${at}/kept`), 200).json.items.length, 1);
    isProblem(await w.company.get(`/products/${NOTHING}/kept`), 404, 'not_found');
  },

  async getKeptProduct(w) {
    const { at, kept } = await lostProduct(w);
    is(await w.company.get(`${at}/kept/${kept}`), 200);
    isProblem(await w.company.get(`${at}/kept/${NOTHING}`), 404, 'not_found');
  },

  async addAttachment(w) {
    is(await w.company.upload(makers['application/pdf']('契约'), 'application/pdf'), 201);
    const fake = await w.company.upload(Buffer.from('nichts'), 'application/pdf');
    isProblem(fake, 422, 'attachment_type');
    const nameless = { body: Buffer.from('x'), headers: { 'Content-Type': 'application/pdf' } };
    isProblem(await w.company.call('POST', '/attachments', nameless), 400, 'filename_required');
  },

  async listAttachments(w) {
    is(await w.company.get('/attachments?limit=1'), 200);
    const { id } = await submittedAlgorithm(w.company);
    assert.ok(is(await w.company.get(`/attachments?filing=${id}`), 200).json.items.length > 0);
    isProblem(await w.company.get(`/attachments?filing=${NOTHING}`), 404, 'not_found');
  },

  async getAttachment(w) {
    let at;
    for (const type of Object.keys(makers)) {
      at = `/attachments/${await w.company.uploadFor([type])}`;
      is(await w.company.get(at), 200);
    }
    is(await w.company.get(at, { headers: { Range: 'bytes=0-9' } }), 206);
    const strange = await w.company.get(at, ifMatch('"x"'));
    isProblem(strange, 412, 'precondition_failed');
    isProblem(await w.company.get(`/attachments/${NOTHING}`), 404, 'not_found');
  },
};
