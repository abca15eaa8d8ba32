// Styles of all pages lie in one document: a class has its looks from one file, or the page that
// was opened before decides them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../lib/instance.mjs';

const src = join(root, 'nginx', 'web', 'src');

function* filesBelow(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* filesBelow(join(folder, e.name));
    else if (/\.(vue|css)$/.test(e.name)) yield join(folder, e.name);
  }
}

function stylesOf(file) {
  const text = readFileSync(file, 'utf8');
  const own = file.endsWith('.css') ? [text]
    : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((m) => m[1]);
  return own.join('\n').replace(/\/\*[\s\S]*?\*\//g, '').replace(/\([^)]*\)/g, '');
}

// → the classes that a file gives looks to by themselves: .tag, and not .tag.good or .card > .tag
function classesOf(file) {
  const selectors = [...stylesOf(file).matchAll(/([^{}@;]+)\{/g)].flatMap((m) => m[1].split(','));
  const alone = selectors.map((s) => /^\s*(\.[\w-]+)(:[\w-]+)*\s*$/.exec(s)?.[1]).filter(Boolean);
  return new Set(alone);
}

test('each class has its looks from one file', () => {
  const by = new Map();
  for (const file of filesBelow(src)) {
    for (const name of classesOf(file))
      by.set(name, [...(by.get(name) ?? []), relative(src, file)]);
  }
  assert.ok(by.size > 50, `${by.size} classes are found`);
  assert.deepEqual([...by].filter(([, files]) => files.length > 1), []);
});

test('no markup has a style of its own, which the policy of the pages would drop', () => {
  const inline = [...filesBelow(src)].filter((f) => f.endsWith('.vue'))
    .filter((f) => / style="/.test(readFileSync(f, 'utf8'))).map((f) => relative(src, f));
  assert.deepEqual(inline, []);
});
