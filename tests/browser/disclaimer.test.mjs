// The words that the rules declare of what a filing is not stand at the foot of every page.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, root } from '../lib/instance.mjs';
import { launch, settled, visitor } from '../lib/pages.mjs';

const OURS = '本省公示的备案信息不是对产品质量的证明。';

test('a disclaimer of the local rules is the one that pages end with', async () => {
  const local = await mkdtemp(join(tmpdir(), 'suanbei-disclaimer-'));
  let instance, browser;
  try {
    const set = await readFile(join(root, 'rules', 'set.lua'), 'utf8');
    const own = set.replace('ruleset {', `ruleset {\n  disclaimer = '${OURS}',`);
    await writeFile(join(local, 'set.lua'), own);
    instance = await Instance.start({ env: { RULES_LOCAL: local } });
    browser = await launch();
    const { page } = await visitor(browser, instance);
    for (const path of ['/login', '/']) {
      await page.goto(path);
      await settled(page);
      await page.locator('footer').getByText(OURS).waitFor();
      assert.equal(await page.getByText('备案不代表').count(), 0, path);
    }
  } finally {
    await browser?.close();
    await instance?.end();
    await rm(local, { recursive: true, force: true });
  }
});
