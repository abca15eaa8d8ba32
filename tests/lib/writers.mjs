// People who write as long as they are let, and what they were told is kept.
import assert from 'node:assert/strict';
import { Client, ifMatch, is, sha256, unique } from './client.mjs';
import { pdf } from './files.mjs';

// What was answered with success, as the writer was told it.
export class Writers {
  constructor(people) {
    this.saved = new Map();
    this.files = new Map();
    this.goes = true;
    this.all = people.map((p) => this.write(p));
  }

  async write(client) {
    const made = is(await client.post('/filings', { kind: 'subject', action: 'initial' }),
      [200, 201]);
    let { etag } = made.headers;
    for (let n = 1; this.goes; n++) {
      const data = { basic: { name: `第 ${n} 次` } };
      const r = is(await client.put(`/filings/${made.json.id}`, { data }, ifMatch(etag)), 200);
      ({ etag } = r.headers);
      this.saved.set(made.json.id, { client, n });
      if (n % 5 === 0) {
        const bytes = pdf(unique());
        const file = is(await client.upload(bytes, 'application/pdf'), 201).json;
        this.files.set(file.id, { client, sha256: sha256(bytes) });
      }
    }
  }

  acknowledged() {
    return { saved: new Map(this.saved), files: new Map(this.files) };
  }

  async end() {
    this.goes = false;
    await Promise.all(this.all);
  }
}

const there = (client, other) => Object.assign(new Client(other, client.token));

export async function isThere(other, said) {
  for (const [id, { client, n }] of said.saved) {
    const { basic } = is(await there(client, other).get(`/filings/${id}`), 200).json.data;
    assert.ok(Number(/\d+/.exec(basic.name)[0]) >= n, `save ${n}: ${basic.name}`);
  }
  for (const [id, { client, sha256: hash }] of said.files) {
    const { buffer } = is(await there(client, other).get(`/attachments/${id}`), 200);
    assert.equal(sha256(buffer), hash);
  }
}
