// The handbook is a page at its address and from the command line. The recipes of rules/README.md
// are followed to the letter.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { recipes } from '../lib/recipes.mjs';
import { Client, is } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const page = (headers = {}) => open.get('/rule-sets/active/handbook', { headers });

test('everybody may read the handbook, and it may do nothing but be looked at', async () => {
  const r = is(await page(), 200);
  const { hash } = is(await open.get('/rule-sets/active'), 200).json;
  assert.equal(r.headers['content-type'], 'text/html; charset=utf-8');
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
  assert.equal(r.headers['content-security-policy'], policy);
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

// ---- rules/README.md ----------------------------------------------------------------------------

// A desk with a copy of the rules, and the program where the text says it is.
function desk() {
  const folder = fs.mkdtempSync(join(tmpdir(), 'suanbei-recipe-'));
  fs.cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true });
  fs.mkdirSync(join(folder, 'build'));
  fs.symlinkSync(program, join(folder, 'build', 'suanbei'));
  // Runs line by line, as a person types; who sees an error stops.
  const run = (code) => {
    let said = '';
    for (const line of code.split('\n')) {
      const r = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
      said += r.stdout + r.stderr;
      if (r.status !== 0) return { status: r.status, said };
    }
    return { status: 0, said };
  };
  return { folder, run, end: () => fs.rmSync(folder, { recursive: true }) };
}

function replaceOnce(text, was, now, words) {
  assert.equal(text.split(was).length, 2, `${words}: found ${text.split(was).length - 1} times`);
  return text.replace(was, () => now);
}

// Follows the steps. → the pieces of text that were put in, and the last command
function follow(steps, { folder, run }) {
  const put = [];
  let found, last, result;
  for (const s of steps) {
    const at = (file) => join(folder, file);
    if (s.does === 'find') found = s;
    else if (s.does === 'write') {
      fs.mkdirSync(dirname(at(s.file)), { recursive: true });
      fs.writeFileSync(at(s.file), `${s.code}\n`);
      put.push({ file: s.file, code: s.code });
    } else if (s.does === 'replace' || s.does === 'append') {
      const now = s.does === 'append' ? `${found.code}\n${s.code}` : s.code;
      const text = fs.readFileSync(at(found.file), 'utf8');
      fs.writeFileSync(at(found.file), replaceOnce(text, found.code, now, found.file));
      put.push({ file: found.file, code: s.code });
    } else if (s.does === 'run') {
      last = s.code;
      result = run(last);
    } else {
      const unsaid = s.code.split('\n').filter((line) => !result.said.includes(line));
      assert.deepEqual(unsaid, [], `${last}\ndoes not say so:\n${result.said.slice(-1500)}`);
    }
    }
  assert.equal(result.status, 0, result.said.slice(-1500));
  return { put, last };
}

const all = recipes();
const WHERE = /(rules(\.local)?\/[a-z_./]+\.lua:\d+|holidays-2027\.json|2027\/(holidays|workdays))/;

test('the editor is shown how to add and change what the rules hold, and to publish', () => {
  assert.equal(all.map((r) => r.title.slice(0, 1)).join(''), '①②③④⑤⑥⑦⑧⑨⑩⑪⑫');
  for (const r of all.slice(0, 4)) {
    assert.ok(r.steps.some((s) => s.does === 'see') && r.slips.length >= 4, r.title);
  }
});

for (const r of all.filter((x) => x.steps.length)) {
  let d, followed;
  test(`followed to the letter, it works: ${r.title}`, () => {
    d = desk();
    followed = follow(r.steps, d);
  });
  test(`every slip that it warns of is told as it says: ${r.title}`, () => {
    const { put, last } = followed;
    for (const slip of r.slips) {
      const place = put.find((p) => p.code.includes(slip.was));
      assert.ok(place, `nothing that was typed holds ${slip.was}`);
      const path = join(d.folder, place.file);
      const text = fs.readFileSync(path, 'utf8');
      const slipped = place.code.replace(slip.was, () => slip.now);
      fs.writeFileSync(path, text.replace(place.code, () => slipped));
      const { status, said } = d.run(last);
      const told = said.replaceAll(/^ok .*\n/gm, '').slice(0, 1500);
      assert.notEqual(status, 0, `${slip.was} → ${slip.now} passes`);
      assert.ok(said.includes(slip.says), `${slip.was} → ${slip.now}\nis told as: ${told}`);
      assert.match(said, WHERE, 'says where');
      fs.writeFileSync(path, text);
    }
    d.end();
  });
}

test('every command that the handbook of editors names is one that the program knows', () => {
  const text = fs.readFileSync(join(root, 'rules', 'README.md'), 'utf8');
  const usage = spawnSync(program, ['help'], { encoding: 'utf8' }).stdout;
  const all_ = (from, pattern) => [...from.matchAll(pattern)].map((m) => m[1]);
  const verbs = all_(usage, /suanbei rules ([a-z|]+)/g).flatMap((v) => v.split('|'));
  const options = ['--rules-mode', '--rules-local', ...all_(usage, /(--[a-z-]+)/g)];
  for (const verb of all_(text, /suanbei rules ([a-z]+)/g)) assert.ok(verbs.includes(verb), verb);
  const spans = all_(text, /(`[^`]*`)/g).join(' ');
  for (const o of all_(spans, /(--[a-z][a-z-]+)/g)) assert.ok(options.includes(o), o);
});
