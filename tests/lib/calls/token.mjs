// Tokens of programs.
import assert from 'node:assert/strict';
import { Client, is, isProblem, register } from '../client.mjs';
import { NOTHING } from './world.mjs';

const soon = () => new Date(Date.now() + 86400000).toISOString();
const make = (client, more) => client.post('/tokens', {
  name: '契约程序', scope: 'read', expires_at: soon(), password: client.password, ...more });

export default {
  async listTokens(w) {
    const client = await register(w.instance);
    is(await make(client), 201);
    assert.equal(is(await client.get('/tokens'), 200).json.items.length, 1);
  },

  async addToken(w) {
    const client = await register(w.instance);
    const { token } = is(await make(client), 201).json;
    is(await new Client(w.instance, token).get('/filings'), 200);
    isProblem(await make(client, { password: 'falsch' }), 422, 'token_proof_failed');
    isProblem(await make(client, { expires_at: '2020-01-01T00:00:00Z' }), 422, 'token_invalid');
  },

  async deleteToken(w) {
    const client = await register(w.instance);
    const { id } = is(await make(client), 201).json;
    is(await client.del(`/tokens/${id}`), 204);
    isProblem(await client.del(`/tokens/${NOTHING}`), 404, 'not_found');
  },
};
