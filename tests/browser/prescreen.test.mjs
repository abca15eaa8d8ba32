// "Must I file, as what, when" in a browser: without scripts to the verdict, and from there, logged
// in, to the draft.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, register } from '../lib/client.mjs';
import { isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';
import { picture, violations, widthOf } from '../lib/browser.mjs';
import {
  approvedCompany, decide, draft, publishedAlgorithm, reviewers, subjectData, submit,
} from '../lib/way.mjs';

const DATA = {
  class: 'generation_synthesis', role: 'supporter', filing_type: 'unfiled',
  online_status: 'online', online_on: '2026-11-24',
};
let instance, browser, by, company, filing;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  filing = await publishedAlgorithm(instance, company, by, '有变更的算法');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await instance?.end();
});
const next = (page) => Promise.all([
  page.waitForNavigation(), page.getByRole('button', { name: '下一步' }).click()]);
// By the words of its question, for three of them are answered with yes or no.
const answer = (page, question, label) =>
  page.getByRole('group', { name: question }).getByLabel(label).check();

async function answered(page) {
  await page.goto(instance.url);
  await page.getByRole('link', { name: '要不要备案，怎样备案' }).click();
  await answer(page, '用到哪些算法技术', '生成合成类');
  await next(page);
  await next(page);
  await page.getByText('请回答这一问').waitFor();
  for (const [question, label] of [
    ['在境内向使用者提供', '是'], ['下列功能', '短视频、网络直播'], ['表达意见的渠道', '否'],
    ['谁向使用者提供', '别的单位'], ['生成式人工智能', '否'], ['已经上线', '是'],
  ]) {
    await answer(page, question, label);
    await next(page);
  }
  await page.getByLabel('哪一日上线的').fill('2026-11-24');
  await next(page);
}

test('without scripts, wide and narrow, the questions lead to a verdict and a draft', async () => {
  for (const width of [1280, 360]) {
    const context = await browser.newContext({
      javaScriptEnabled: false, viewport: { width, height: 800 },
    });
    const page = await context.newPage();
    await answered(page);
    await page.getByRole('heading', { name: '应以服务技术支持者的身份备案' }).waitFor();
    await page.getByText('2026-12-08').waitFor();
    await page.getByText('《互联网信息服务深度合成管理规定》第十九条').waitFor();
    assert.ok(await page.getByLabel('别的单位').isChecked(), 'what was answered stays in sight');
    await picture(page, `prescreen-verdict-${width}`);
    assert.match(await page.getByRole('link', { name: '登录并开始填报' }).getAttribute('href'),
      /^\/filings\/start\/prescreen\?technique=generation_synthesis&is_domestic=true/);
    assert.deepEqual(await context.cookies(), []);
    await context.close();
  }
});

test('the verdict is for everybody to read, on the smallest phone, too', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 780 } });
  await answered(page);
  assert.deepEqual(await violations(page), []);
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 780 });
    assert.ok((await widthOf(page)) <= width, `at ${width} pixels`);
  }
  await page.goto(`${instance.url}/questionnaires/prescreen?online_on=x&technique=none`);
  await picture(page, 'prescreen-wrong-360');
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test('who follows it logs in, and the draft says what was answered', async () => {
  const { context, page, complaints } = await visitor(browser, instance);
  await answered(page);
  await page.getByRole('link', { name: '登录并开始填报' }).click();
  await page.waitForURL('**/login?to=**');
  const to = new URL(page.url()).searchParams.get('to');
  await logIn(page, company);
  await page.goto(to);
  await settled(page);
  await page.getByRole('heading', { name: '应以服务技术支持者的身份备案' }).waitFor();
  await isAccessible(page, 'the way to the draft');
  await picture(page, 'prescreen-start');
  assert.equal(is(await company.get('/filings?state=open'), 200).json.items.length, 0,
    'nothing is made by looking');
  await page.getByRole('button', { name: '新建草稿' }).click();
  await page.waitForURL('**/edit');
  const id = page.url().split('/').at(-2);
  const { data } = is(await company.get(`/filings/${id}`), 200).json;
  assert.deepEqual(data.basic, DATA);

  await page.goto('/filings/start/change?what=mechanism&changed_on=2026-11-24');
  await settled(page);
  assert.equal(await page.getByRole('link', { name: '有变更的算法' }).getAttribute('href'),
    `/filings/${filing.id}/begin/change`);
  await page.goto('/filings/start/prescreen?technique=none');
  await settled(page);
  await page.getByText('还没有要办理的结论').waitFor();
  assert.equal(await page.getByRole('link', { name: '要不要备案' }).getAttribute('href'),
    '/questionnaires/prescreen');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('whose subject is not approved is led to the subject first, and to the draft after it',
  async () => {
    const newcomer = await register(instance);
    const { context, page, complaints } = await visitor(browser, instance);
    await answered(page);
    await page.getByRole('link', { name: '登录并开始填报' }).click();
    await page.waitForURL('**/login?to=**');
    const to = new URL(page.url()).searchParams.get('to');
    await logIn(page, newcomer);
    await page.goto(to);
    await settled(page);
    await page.getByText('请先填报主体信息').waitFor();
    assert.equal(await page.getByRole('button', { name: '新建草稿' }).count(), 0);
    await isAccessible(page, 'the subject comes first');
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      assert.ok((await widthOf(page)) <= width, `at ${width} pixels`);
      await picture(page, `prescreen-subject-first-${width}`);
    }
    await page.getByRole('link', { name: '填报主体信息' }).click();
    await page.waitForURL('**/subject');
    await settled(page);
    assert.deepEqual(is(await newcomer.get('/filings?kind=algorithm'), 200).json.items, []);

    const subject = await draft(newcomer, 'subject', await subjectData(newcomer));
    is(await submit(newcomer, subject), 200);
    await page.goto(to);
    await settled(page);
    assert.equal(await page.getByRole('button', { name: '新建草稿' }).count(), 0,
      'handed in is not approved');
    await decide(by.preliminary, subject.id);
    await page.goto(to);
    await settled(page);
    await page.getByRole('button', { name: '新建草稿' }).click();
    await page.waitForURL('**/edit');
    const id = page.url().split('/').at(-2);
    assert.deepEqual(is(await newcomer.get(`/filings/${id}`), 200).json.data.basic, DATA);
    assert.deepEqual(complaints, []);
    await context.close();
  });
