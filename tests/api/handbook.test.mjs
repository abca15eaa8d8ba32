// The handbook: as a page at its address, from the command line, and the recipes of rules/README.md, which are followed to the letter.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, program, root } from '../lib/instance.mjs';
import { spawnSync } from 'node:child_process';
import { Client, is } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const page = (headers = {}) => open.get('/rule-sets/active/handbook', { headers });

test('everybody may read the handbook of the active set, and it may do nothing but be looked at', async () => {
  const r = is(await page(), 200);
  const { hash } = is(await open.get('/rule-sets/active'), 200).json;
  assert.equal(r.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(r.headers['content-security-policy'], "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  assert.equal(r.headers['x-content-type-options'], 'nosniff');
  assert.match(r.headers['cache-control'], /no-cache/);
  assert.ok(r.text.includes(hash));
  assert.ok(r.text.endsWith('</html>\n'));
});

test('who has the handbook already is not sent it again', async () => {
  const { etag } = is(await page(), 200).headers;
  for (const known of [etag, `"x", ${etag}`, `W/${etag}`]) {
    const r = is(await page({ 'If-None-Match': known }), 304);
    assert.equal(r.text, '');
    assert.equal(r.headers.etag, etag);
  }
  is(await page({ 'If-None-Match': '"another"' }), 200);
});

test('an answer of the API may do nothing at all in a browser', async () => {
  const r = await open.get('/healthz');
  assert.equal(r.headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
});

test('the command line prints the same handbook', async () => {
  const r = spawnSync(program, ['rules', 'handbook', 'rules'], { cwd: root, encoding: 'utf8' });
  assert.equal(r.status, 0, r.stderr);
  assert.equal(r.stdout, (await page()).text);
});

test('the command line refuses a folder that is no rule set, and a second folder', () => {
  const none = spawnSync(program, ['rules', 'handbook', 'sql'], { cwd: root, encoding: 'utf8' });
  assert.equal(none.status, 1);
  assert.equal(none.stdout, '');
  assert.match(none.stderr, /[一-龥]/);
  assert.equal(spawnSync(program, ['rules', 'handbook', 'rules', 'more'], { cwd: root }).status, 2);
});
