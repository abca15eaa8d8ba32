// Official lists are taken into the register while it serves: good rows are kept, bad ones told.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, is, staff } from '../lib/client.mjs';
import { registerNumber } from '../lib/forms.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';

let instance, open, issued;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  const by = await reviewers(instance);
  issued = await publishedAlgorithm(instance, await approvedCompany(instance, by), by);
});
after(() => instance?.end());

// The program runs beside the loop: one that waits for it would not see connections end.
function take(content, ...options) {
  const file = join(instance.folder, 'list');
  writeFileSync(file, content);
  const where = ['--state', instance.var, '--rules', join(root, 'rules')];
  return new Promise((resolve) => {
    execFile(program, ['import', ...where, ...options, file], (error, told, bad) => {
      resolve({ status: error ? error.code : 0, told, bad });
    });
  });
}

const number = registerNumber;
const A = number('11010864550280222001'), B = number('33011050720640123003');
const C = number('11010822423660622001'), D = number('44030529598870124014');
const heads = '序号,算法名称,算法类别,主体名称,应用产品,主要用途,备案编号,备注';
const deep = '序号,算法名称,角色,主体名称,应用产品,主要用途,备案编号,备注';
const day = ['--on', '2024-06-01'];
const entry = async (n) => is(await open.get(`/register/${encodeURIComponent(n)}`), 200).json;
const unknown = async (n) => is(await open.get(`/register/${encodeURIComponent(n)}`), 404);

test('a list is stored, marked, and found; taken twice it changes nothing', async () => {
  const list = `\ufeff${heads}\r\n1,甲推荐算法,个性化推送类,甲公司,"微博（APP、网站、小程序）","一，` +
    `""二""\r\n三",${A},\r\n`;
  assert.match((await take(list, ...day)).told, /新增 1，/);
  const e = await entry(A);
  assert.equal(e.products, '微博(APP)、微博(网站)、微博(小程序)');
  assert.equal(e.purpose, '一，"二"\r\n三');
  assert.deepEqual([e.algorithm_type, e.role], ['personalized_push', '']);
  assert.deepEqual([e.area, e.source], ['110108', 'list']);
  assert.deepEqual([e.status, e.filed_on, e.history.length], ['filed', '2024-06-01', 1]);
  assert.match((await take(list, ...day)).told, /新增 0，更新 0，没有变化 1/);
  assert.equal((await entry(A)).history.length, 1);
  const { json } = is(await open.get(`/register?q=${encodeURIComponent('甲推荐 微博')}`), 200);
  assert.deepEqual(json.items.map((x) => x.number), [A]);
});

test('bad rows are told with line and reason, good ones kept; --strict keeps none', async () => {
  const list = `${deep},,\n1,乙算法,服务提供者,乙公司,--,用途,${B},,,\n` +
    `2,丙算法,没有的角色,丙公司,--,用途,${C},,,\n3,丁算法,服务提供者,丁公司,--,用途,` +
    `${A.slice(0, -2)}0号,,,\n4,,服务提供者,戊公司,--,用途,${C},,,\n` +
    '5,己,服务提供者,己,--,用,xx,,,\n';
  const strict = await take(list, ...day, '--strict');
  assert.equal(strict.status, 1);
  await unknown(B);
  const r = await take(list, ...day);
  assert.equal(r.status, 1);
  for (const line of [3, 4, 5, 6]) assert.match(r.bad, new RegExp(`^第 ${line} 行：`, 'm'));
  assert.match(r.bad, /校验位/);
  assert.equal((await entry(B)).role, 'provider');
  await unknown(C);
});

test('a number in both lists is one entry, and a notice of what ended strikes it', async () => {
  const later = `${deep}\n1,甲推荐算法,服务提供者,甲公司,甲(APP),用途二,${A},\n`;
  assert.match((await take(later, '--on', '2024-08-01')).told, /更新 1/);
  const e = await entry(A);
  assert.deepEqual([e.role, e.purpose, e.filed_on], ['provider', '用途二', '2024-06-01']);
  const older = `${heads}\n1,旧名算法,个性化推送类,甲公司,甲(APP),用途,${A},\n`;
  assert.match((await take(older, '--on', '2024-01-01')).told, /没有变化 1/);
  const ended = '序号,算法名称,角色/类别,主体名称,应用产品,主要用途,备案编号,注销时间\n' +
    `1,甲推荐算法,个性化推送类,甲公司,甲(APP),用途二,${A},2025年7月5日\n`;
  assert.match((await take(ended)).told, /更新 1/);
  assert.match((await take(ended)).told, /没有变化 1/);
  const struck = await entry(A);
  assert.deepEqual([struck.status, struck.history.at(-1).on], ['deregistered', '2025-07-05']);
  const badge = is(await open.get(`/register/${A.replace(/\D/g, '')}/badge.svg`), 200);
  assert.ok(badge.text.includes('已注销'));
});

test('what this system issued is never overwritten', async () => {
  const before = await entry(issued.number);
  const list = `${heads}\n1,假算法,个性化推送类,假公司,x,y,${issued.number},\n`;
  assert.match((await take(list, ...day)).told, /没有动 1/);
  assert.deepEqual(await entry(issued.number), before);
});

test('JSON says of each batch what it is and when', async () => {
  const rows = [{ 算法名称: '戊算法', 角色: '服务技术支持者', 主体名称: '戊公司', 应用产品: '--',
    主要用途: '用途', 备案编号: D, 备注: '' }, { 算法名称: '无编号' }];
  const json = JSON.stringify({ meta: {}, batches: [{ period: '2024-04', name: '第五批', rows }] });
  const r = await take(json);
  assert.match(r.bad, /^第 2 行：/m);
  const e = await entry(D);
  assert.deepEqual([e.source, e.filed_on, e.role], ['第五批', '2024-04-01', 'supporter']);
  assert.equal((await take('{"batches":{}}')).status, 1);
  assert.equal((await take('{"batches":[')).status, 1);
});

test('whoever writes in no known way, or nothing that is a list, is told so', async () => {
  const utf16 = Buffer.from(`\ufeff${heads}\n`, 'utf16le');
  for (const [content, words] of [
    [utf16, /GB18030/], [Buffer.from([0xff, 0xff, 0x80, 0x0a]), /GB18030/], ['', /表头/],
    ['a,b\n1,2\n', /表头/], [`${heads}\n1,"${'x'.repeat(1200000)}`, /1 MB/],
    [`\0${heads}`, /GB18030/],
  ]) {
    const r = await take(content, ...day);
    assert.equal(r.status, 1);
    assert.match(r.bad, words);
  }
  assert.match((await take(`${heads}\n1,a,个性化推送类,b,c,d,${C},\n`)).bad, /--on/);
  await unknown(C);
});

test('what Excel of an office writes is read', async () => {
  const iconv = (input) => spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input }).stdout;
  const n = number('31010121660130223001');
  const list = `算法名称 , 算法类别,主体名称,应用产品,主要用途,备案编号\r\n` +
    `己㐀算法,生成合成类,己公司,己网（网站）,用途,${n}\r\n`;
  assert.match((await take(iconv(list), ...day)).told, /新增 1/);
  assert.equal((await entry(n)).algorithm_name, '己㐀算法');
});

test('any bytes are an answer, and never a crash', async () => {
  const list = Buffer.from(`${heads}\r\n1,"甲",个性化推送类,b,"c（d、e）",d,${C.slice(0, 9)},\r\n`);
  for (let i = 0; i < 40; i++) {
    const bytes = Buffer.from(list);
    for (let k = 0; k < 4; k++) bytes[(i * 37 + k * 53) % bytes.length] = (i * 91 + k * 29) % 256;
    const r = await take(bytes.subarray(0, list.length - i), ...day);
    assert.ok(r.status === 0 || r.status === 1, `${i}: ${r.status} ${r.bad}`);
  }
});

test('a quote that is not closed spoils its own row, and none below it', async () => {
  const [first, broken, below, lines, last] = ['310101216601302230', '440305295988701240',
    '330110507206401230', '110108224236606220', '110108645502802220']
    .map((start, i) => number(`${start}${70 + i}`));
  const row = (n, name, use = '用') => `1,${name},个性化推送类,公司,--,${use},${n},\n`;
  const list = `${heads}\n${row(first, '一')}${row(broken, '"二')}${row(below, '"三"')}` +
    `${row(lines, '四', '"上\n下""文"')}${row(broken, '二', '"多\n行",').trimEnd()}"x\n${row(last, '五')}`;
  const r = await take(list, ...day);
  assert.equal(r.status, 1);
  assert.match(r.bad, /^第 3 行：引号没有闭合，后面几行被并入/m);
  assert.equal((await entry(lines)).purpose, '上\n下"文');
  for (const n of [first, below, last]) await entry(n);
  await unknown(broken);
  // At the end of the file, nothing closes it either; a row may begin above its open quote.
  const tail = `${heads}\n1,"甲\n甲",个性化推送类,"公司,--,用,${broken},\n${row(first, '一')}` +
    `2,"二,个性化推送类,公司,--,用,${broken},`;
  const t = await take(tail, ...day);
  assert.match(t.bad, /^第 3 行：引号没有闭合.*从第 2 行开始/m);
  assert.match(t.bad, /^第 5 行：引号没有闭合/m);
  assert.match(t.told, /共 3 行：新增 0，更新 0，没有变化 1，.*不合格 2/);
});

test('a day that has not come is refused', async () => {
  const n = number('31010121660130223081');
  const list = `${heads}\n1,甲,个性化推送类,公司,--,用,${n},\n`;
  const r = await take(list, '--on', '2088-01-01');
  assert.equal(r.status, 2);
  assert.match(r.bad, /--on “2088-01-01”晚于今天/);
  const rows = [{ 算法名称: '甲', 主体名称: '公司', 备案编号: n }];
  const json = await take(JSON.stringify({ batches: [{ period: '2088-04', name: '批', rows }] }));
  assert.match(json.bad, /^第 1 行：日期 2088-04-01 晚于今天/m);
  const ended = '算法名称,角色/类别,主体名称,备案编号,注销时间\n' +
    `甲,个性化推送类,公司,${n},2088年7月5日\n`;
  assert.match((await take(ended, ...day)).bad, /^第 2 行：日期 2088-07-05 晚于今天/m);
  await unknown(n);
});

test('a number that stands twice in a file is taken once', async () => {
  const n = number('31010121660130223091');
  const row = (written, name) => `1,${name},个性化推送类,公司,--,用,${written},\n`;
  const list = `${heads}\n${row(n, '甲')}${row(n.replace(/^(\D+)(\d+)(号)$/, '$1（$2）$3'), '乙')}` +
    row(n, '丙');
  for (const options of [day, [...day, '--strict']]) {
    const r = await take(list, ...options);
    assert.equal(r.status, 1);
    for (const line of [3, 4]) assert.match(r.bad, new RegExp(`^第 ${line} 行：.*第 2 行相同`, 'm'));
  }
  assert.equal((await entry(n)).algorithm_name, '甲');
});

test('an import is on the audit trail', async () => {
  const auditor = await staff(instance, 'auditor');
  const { json } = is(await auditor.get('/audit?action=register.import'), 200);
  assert.ok(json.items.length > 0);
});
