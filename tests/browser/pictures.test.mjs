// The four main pages, small, as the README shows them: made into build/shots/readme/, from where
// they are copied to nginx/pictures when a page has changed its looks.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { everything } from '../lib/everything.mjs';

const shots = join(root, 'build', 'shots', 'readme');
let instance, browser, world;

before(async () => {
  mkdirSync(shots, { recursive: true });
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  world = await everything(instance);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const MAIN = [
  ['register', () => null, () => '/'],
  ['filing', (w) => w.company, (w) => `/filings/${w.draft.id}/edit/basic`],
  ['review', (w) => w.by.preliminary, (w) => `/review/${w.task.id}`],
  ['rules', (w) => w.editor, (w) => `/rule-sets/work/${w.work}`],
];

for (const [name, who, where] of MAIN) {
  test(`a small picture of ${name}, which the README has`, async () => {
    const small = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.5 };
    const { context, page } = await visitor(browser, instance, small);
    if (who(world)) await logIn(page, who(world));
    await page.goto(where(world));
    await settled(page);
    await page.waitForLoadState('networkidle');
    const path = join(shots, `${name}.png`);
    await page.screenshot({ path });
    await context.close();
    assert.ok(statSync(path).size < 120 * 1024, `${statSync(path).size} bytes`);
    assert.ok(statSync(join(root, 'nginx', 'pictures', `${name}.png`)).size < 120 * 1024);
    assert.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(`nginx/pictures/${name}.png`));
  });
}
