// What a page costs those who use it: bytes at first, and the main thread's time for a key stroke.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client } from '../lib/client.mjs';
import { fillFromForms } from '../lib/forms.mjs';
import { approvedCompany, context, draft, form, reviewers } from '../lib/way.mjs';
import { control, launch, logIn, settled, visitor } from '../lib/pages.mjs';

let instance, browser, client;

before(async () => {
  instance = await Instance.start();
  client = await approvedCompany(instance, await reviewers(instance));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

// Milliseconds of main thread that a key stroke takes where the focus is: the least of three times
// twenty.
async function keyCost(page, session) {
  const task = async () => (await session.send('Performance.getMetrics')).metrics
    .find((m) => m.name === 'TaskDuration').value * 1000;
  await page.keyboard.type('热身');
  const costs = [];
  for (let round = 0; round < 3; round++) {
    const before = await task();
    for (let n = 0; n < 20; n++) await page.keyboard.type('字');
    costs.push(((await task()) - before) / 20);
  }
  return Math.min(...costs);
}

test('the first load is small', async (t) => {
  const { id } = await draft(client, 'algorithm', {});
  const tab = await visitor(browser, instance);
  const { page } = tab;
  await logIn(page, client);
  const session = await tab.context.newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  const bytes = { home: 0, edit: 0 };
  let at = 'home';
  session.on('Network.loadingFinished', (e) => { bytes[at] += e.encodedDataLength; });
  await page.goto('/home', { waitUntil: 'networkidle' });
  at = 'edit';
  await page.goto(`/filings/${id}/edit/detail`, { waitUntil: 'networkidle' });
  assert.ok(bytes.home <= 120 * 1024, `${bytes.home} bytes at first`);
  assert.ok(bytes.edit <= 60 * 1024, `${bytes.edit} bytes more for the form`);
  t.diagnostic(`${bytes.home} bytes at first, ${bytes.edit} for the form`);
  await tab.context.close();
});

// The whole form as one step, which the shipped rules have in three.
async function inOneStep() {
  const own = await Instance.start({ rules: 'own' });
  const path = join(own.rules, 'forms', 'algorithm.lua');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/step = '(basic|detail|products)'/g, "step = 'basic'")
    .replace(/ {4}\{ id = '(detail|products)',[^}]*\},\n/g, ''));
  await until('the form has one step', async () => {
    const { steps } = (await new Client(own).get('/forms/algorithm')).json;
    return steps.filter((s) => s.sections.length > 0).length === 1;
  });
  return own;
}

test('a key stroke costs little in a form of all fields', async (t) => {
  const own = await inOneStep();
  try {
    const filer = await approvedCompany(own, await reviewers(own));
    const data = await fillFromForms(await form(filer, 'algorithm'), context(filer));
    const { id } = await draft(filer, 'algorithm', data);
    const tab = await visitor(browser, own);
    const { page } = tab;
    await logIn(page, filer);
    const session = await tab.context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(`/filings/${id}/edit/basic`);
    await settled(page);
    const fields = await page.locator('[id$="-field"]').count();
    await control(page, '/overview/summary').focus();
    const each = await keyCost(page, session);
    await page.setContent('<textarea rows="4"></textarea>');
    await page.locator('textarea').focus();
    const bare = await keyCost(page, session);
    t.diagnostic(`${fields} fields: ${each} ms a key, ${bare} in an empty page`);
    assert.ok(fields > 60, `${fields} fields on one page`);
    assert.ok(each < 10 * bare, `a key costs ${each} ms, and ${bare} in an empty page`);
    await tab.context.close();
  } finally {
    await own.end();
  }
});
