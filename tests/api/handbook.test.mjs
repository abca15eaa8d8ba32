// The handbook: as a page at its address, from the command line, and the recipes of rules/README.md, which are followed to the letter.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

// ---- rules/README.md ------------------------------------------------------------------------------------------------------------

// A desk with a copy of the rules, and the program where the text says it is.
function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'suanbei-recipe-'));
  cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true });
  mkdirSync(join(folder, 'build'));
  symlinkSync(program, join(folder, 'build', 'suanbei'));
  // Line by line, as typed; who sees an error stops.
  const run = (code) => {
    let said = '';
    for (const line of code.split('\n')) {
      const r = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
      said += r.stdout + r.stderr;
      if (r.status !== 0) return { status: r.status, said };
    }
    return { status: 0, said };
  };
  return { folder, run, end: () => rmSync(folder, { recursive: true }) };
}

function replaceOnce(text, was, now, words) {
  assert.equal(text.split(was).length, 2, `${words}: found ${text.split(was).length - 1} times`);
  return text.replace(was, () => now);
}

// Follows the steps. → the pieces of text that were put in, and the last command.
function follow(steps, { folder, run }) {
  const put = [];
  let found, last, result;
  for (const s of steps) {
    const at = (file) => join(folder, file);
    if (s.does === 'find') found = s;
    else if (s.does === 'write') {
      writeFileSync(at(s.file), `${s.code}\n`);
      put.push({ file: s.file, code: s.code });
    } else if (s.does === 'replace' || s.does === 'append') {
      const now = s.does === 'append' ? `${found.code}\n${s.code}` : s.code;
      writeFileSync(at(found.file), replaceOnce(readFileSync(at(found.file), 'utf8'), found.code, now, found.file));
      put.push({ file: found.file, code: s.code });
    } else if (s.does === 'run') {
      last = s.code;
      result = run(last);
    } else for (const line of s.code.split('\n')) assert.ok(result.said.includes(line), `${last}\ndoes not say: ${line}\n${result.said.slice(-1500)}`);
  }
  assert.equal(result.status, 0, result.said.slice(-1500));
  return { put, last };
}

const all = recipes();

test('the editor is shown how to add a field, raise a limit, add a check, import a calendar, and publish', () => {
  assert.deepEqual(all.map((r) => r.title.slice(0, 1)), ['①', '②', '③', '④', '⑤']);
  for (const r of all.slice(0, 4)) assert.ok(r.steps.some((s) => s.does === 'see') && r.slips.length >= 4, r.title);
});

for (const r of all.filter((x) => x.steps.length)) {
  test(`followed to the letter, it works: ${r.title}`, () => {
    const d = desk();
    follow(r.steps, d);
    d.end();
  });
  test(`every slip that it warns of is told as it says: ${r.title}`, () => {
    const d = desk();
    const { put, last } = follow(r.steps, d);
    for (const slip of r.slips) {
      const place = put.find((p) => p.code.includes(slip.was));
      assert.ok(place, `nothing that was typed holds ${slip.was}`);
      const path = join(d.folder, place.file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(place.code, () => place.code.replace(slip.was, () => slip.now)));
      const { status, said } = d.run(last);
      assert.notEqual(status, 0, `${slip.was} → ${slip.now} passes`);
      assert.ok(said.includes(slip.says), `${slip.was} → ${slip.now}\nis told as: ${said.split('\n').filter((l) => !l.startsWith('ok ')).join('\n').slice(0, 1500)}`);
      assert.match(said, /(rules\/[a-z_/]+\.lua:\d+|holidays-2027\.json|2027\/(holidays|workdays))/, 'says where');
      writeFileSync(path, text);
    }
    d.end();
  });
}

test('every command that the handbook of editors names is one that the program knows', () => {
  const text = readFileSync(join(root, 'rules', 'README.md'), 'utf8');
  const usage = spawnSync(program, ['help'], { encoding: 'utf8' }).stdout;
  const verbs = new Set([...usage.matchAll(/suanbei rules ([a-z|]+)/g)].flatMap((m) => m[1].split('|')));
  const options = new Set(['--rules-mode', '--rules-local', ...[...usage.matchAll(/--[a-z-]+/g)].map((m) => m[0])]);
  for (const m of text.matchAll(/suanbei rules ([a-z]+)/g)) assert.ok(verbs.has(m[1]), m[0]);
  for (const m of text.matchAll(/`[^`]*`/g)) for (const o of m[0].match(/--[a-z][a-z-]+/g) ?? []) assert.ok(options.has(o), o);
});
