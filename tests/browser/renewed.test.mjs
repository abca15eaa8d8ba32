// The rules change while a form is open: it is drawn anew, without a rebuild of the pages.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { approvedCompany, draft, reviewers } from '../lib/way.mjs';
import { control, launch, logIn, saved, settled, visitor } from '../lib/pages.mjs';

let instance, browser;

before(async () => {
  instance = await Instance.start({ rules: 'own' });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('a field that the rules gain appears without a rebuild, with what was typed', async () => {
  const company = await approvedCompany(instance, await reviewers(instance));
  const { id } = await draft(company, 'algorithm', { basic: { name: '甲算法' } });
  const { page, context } = await visitor(browser, instance);
  await logIn(page, company);
  await page.goto(`/filings/${id}/edit/basic`);
  await settled(page);
  const file = join(instance.rules, 'forms', 'algorithm.lua');
  const text = await readFile(file, 'utf8');
  const field = `field { name = 'alias', label = '算法别称', type = 'text', max = 50,
    required = false, help = '常用的另一名称。', example = '小算', visibility = 'reviewer' },`;
  await writeFile(file, text.replace(/(\n +)field \{(?=\s*name = 'name', label = '算法名称')/,
    (all, gap) => `${gap}${field}${all}`));
  const renew = page.getByRole('button', { name: /更新表单/ });
  await until('the rules are new', async () => {
    await control(page, '/basic/name').press('End');
    await control(page, '/basic/name').pressSequentially('一');
    return renew.isVisible();
  }, { every: 1500, ms: 20000 });
  await renew.click();
  await control(page, '/basic/alias').fill('小甲');
  assert.match(await control(page, '/basic/name').inputValue(), /^甲算法一+$/);
  await saved(page);
  assert.equal((await company.get(`/filings/${id}`)).json.data.basic.alias, '小甲');
  await context.close();
});
