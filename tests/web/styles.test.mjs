// All styles come in one sheet, so a class belongs to one room: another's page must not change it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../nginx/web/src', import.meta.url));

function* filesBelow(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* filesBelow(join(folder, e.name));
    else if (/\.(vue|css)$/.test(e.name)) yield join(folder, e.name);
  }
}

const stylesOf = (file, text) => (file.endsWith('.css') ? text
  : [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((m) => m[1]).join('\n'));

// The classes that selectors begin with.
function classesOf(css) {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const selectors = [...plain.matchAll(/([^{}]+)\{/g)].flatMap((m) => m[1].split(','));
  const first = selectors.map((s) => /^\s*\.([\w-]+)(?=$|[\s:>[])/.exec(s)?.[1]);
  return new Set(first.filter(Boolean));
}

const roomOf = (file) => {
  const [room, own] = relative(src, file).split('/');
  return room === 'pages' ? `pages/${own}` : room;
};

test('a class that pages style is styled by one room', () => {
  const rooms = new Map();
  for (const file of filesBelow(src)) {
    for (const name of classesOf(stylesOf(file, readFileSync(file, 'utf8'))))
      rooms.set(name, (rooms.get(name) ?? new Set()).add(roomOf(file)));
  }
  const shared = [...rooms]
    .filter(([, r]) => r.size > 1 && [...r].some((x) => x.startsWith('pages/')))
    .map(([name, r]) => `.${name}: ${[...r].join(', ')}`);
  assert.deepEqual(shared, []);
});

test('no markup has a style of its own, which the policy of the pages would drop', () => {
  const inline = [...filesBelow(src)].filter((f) => f.endsWith('.vue'))
    .filter((f) => / style="/.test(readFileSync(f, 'utf8'))).map((f) => relative(src, f));
  assert.deepEqual(inline, []);
});
