// What comes over the wire: the first page after logging in, what filing adds to it, and what waits
// until somebody needs it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { everything } from '../lib/everything.mjs';

const KB = 1024;
const HEAVY = /codemirror|pdf/i;
let instance, browser, world;

before(async () => {
  instance = await Instance.start();
  world = await everything(instance);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// Bytes of the files of the application, as they came, by their paths.
async function counted(page) {
  const sizes = new Map();
  page.on('response', async (r) => {
    const { pathname } = new URL(r.url());
    if (!/^\/assets\/|\.html$|^\/icon/.test(pathname) && r.request().resourceType() !== 'document')
      return;
    const { responseBodySize } = await r.request().sizes().catch(() => ({ responseBodySize: 0 }));
    if (responseBodySize > 0) sizes.set(pathname, responseBodySize);
  });
  return sizes;
}
const sum = (sizes) => [...sizes.values()].reduce((n, size) => n + size, 0);
const words = (sizes) =>
  [...sizes].sort((a, b) => b[1] - a[1]).map(([path, n]) => `${n} ${path}`).join('\n');

async function fresh(actor) {
  const { page, context } = await visitor(browser, instance);
  const sizes = await counted(page);
  await logIn(page, actor);
  await settled(page);
  await page.waitForLoadState('networkidle');
  return { page, sizes, context };
}

test('the first page takes at most 120 KB, and filing at most 60 KB more', async () => {
  const { page, sizes, context } = await fresh(world.company);
  assert.match(page.url(), /\/home$/);
  const first = sum(sizes);
  assert.ok(first > 20 * KB && first <= 120 * KB, `${first}\n${words(sizes)}`);
  const before = new Set(sizes.keys());
  await page.goto(`/filings/${world.draft.id}/edit/basic`);
  await settled(page);
  await page.waitForLoadState('networkidle');
  const more = new Map([...sizes].filter(([path]) => !before.has(path) && /assets/.test(path)));
  assert.ok(more.size > 0, 'filing has files of its own');
  assert.ok(sum(more) <= 60 * KB, `${sum(more)}\n${words(more)}`);
  assert.ok(![...sizes.keys()].some((p) => HEAVY.test(p)), words(sizes));
  await context.close();
});

test('nobody begins with more, whatever they work at', async () => {
  for (const actor of [world.by.preliminary, world.auditor, world.admin, world.editor]) {
    const { sizes, context } = await fresh(actor);
    assert.ok(sum(sizes) <= 120 * KB, `${actor.username} ${sum(sizes)}\n${words(sizes)}`);
    assert.ok(![...sizes.keys()].some((p) => HEAVY.test(p)), words(sizes));
    await context.close();
  }
});

test('the editor of rules comes when it is opened', async () => {
  const { page, sizes, context } = await fresh(world.editor);
  await page.goto(`/rule-sets/work/${world.work}`);
  await page.locator('.cm-content').waitFor();
  await until('the editor is counted', () => [...sizes.keys()].some((p) => /codemirror/i.test(p)));
  await context.close();
});

test('what was fetched once is not fetched again', async () => {
  const { page, sizes, context } = await fresh(world.company);
  sizes.clear();
  await page.goto('/filings');
  await settled(page);
  await page.goto('/home');
  await settled(page);
  const again = [...sizes.keys()].filter((p) => /assets/.test(p));
  assert.equal(new Set(again).size, again.length);
  const entry = again.filter((p) => /\/app-/.test(p));
  assert.deepEqual(entry, [], 'hashed files stay in the cache');
  await context.close();
});
