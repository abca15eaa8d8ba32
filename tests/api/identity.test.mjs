// POST /check judges identity numbers, and the contradictions that cause real refusals.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, hasFinding, is, isCompleteFinding } from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, check, draft, form, product, reviewers, save, subjectData,
} from '../lib/way.mjs';
import { pointerTo, schemaAt, valueAt, withValue } from '../lib/forms.mjs';

let instance, open, company, subject, algorithm, schema;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  company = await approvedCompany(instance, await reviewers(instance));
  subject = await subjectData(company, { own: false });
  algorithm = await algorithmData(company, await product(company));
  schema = {
    subject: (await form(open, 'subject')).schema,
    algorithm: (await form(open, 'algorithm')).schema,
  };
});
after(() => instance?.end());

const judge = (kind, data, today = '2026-11-24') => check(open, kind, data, { today });
// Judges a subject, or an algorithm, that holds another value at a place.
const subjectWith = (pointer, value) => judge('subject', withValue(subject, pointer, value));
const algorithmWith = (pointer, value) => judge('algorithm', withValue(algorithm, pointer, value));
const errorsAt = (answer, ...pointers) =>
  answer.findings.filter((f) => f.severity === 'error' && pointers.includes(f.path));
const at = (kind, title) => {
  const pointer = pointerTo(schema[kind], title);
  assert.ok(pointer, `the form of ${kind} has no field ${title}`);
  return pointer;
};

const vectors = [
  [
    '统一社会信用代码', /统一社会信用代码/,
    [
      '9144030071526726XG', '91110000802100433B', '914403001922038216', '91330100799655058B',
      '91440300708461136T', '12100000400000624D', '91110000600037341L',
      '９144030071526726ＸＧ', ' 9144030071526726XG\u200b',
    ],
    [
      'A1110000600037341L', '911100001000016602', '9144030071526726XH', '9144030071526726X',
      '9144030071526726IG', '9144030071526726XG1', '9144030071526\u200b726XG', '000000000000000000',
    ],
  ],
  [
    '居民身份证', /法定代表人证件号码/,
    ['11010519491231002X', '11010519491231002x', '440524188001010014', '360426199101010071'],
    [
      '36042619910102009X', '110105194912310021', '11010519491331002X', '1101051949123100',
      '11010519490230002X', '110105204912310026',
    ],
  ],
  [
    'ICP备案号', /ICP ?备案号/,
    [
      '沪ICP备13030189号', '沪ICP备20022513号-6', '浙ICP备2026044830号-1', '陕ICP备16009628号-11',
      '京ICP备2022016840号-34',
    ],
    [
      'ICP备13030189号', '美ICP备13030189号', '沪ICP备130301891号', '沪ICP备13030189', '沪ICP证13030189号',
      '沪ICP备13030189号-', '沪公网安备31010402333815号',
    ],
  ],
  [
    '域名', /^域名$/,
    [
      'example.com', 'www.example.com', '中国互联网络信息中心.中国', '清华大学.cn', '例子.测试', '例子。测试',
      'xn--fsqu00a.xn--0zwm56d', `${'a'.repeat(63)}.com`,
    ],
    [
      'example', '-a.com', 'a-.com', 'a..com', 'a.123', `${'a'.repeat(64)}.com`,
      'http://example.com', 'a b.com', 'a_b.com', `${'a.'.repeat(126)}com`, 'xn--zzzzzzz99999.com',
    ],
  ],
  [
    '手机号', /手机/,
    ['13800138000', '+86 138-0013-8000', '19912345678', '008613800138000', '138 0013 8000'],
    ['12800138000', '1380013800', '138001380000', '010-68359892', '+1 13800138000']],
];
for (const [what, title, good, bad] of vectors) {
  for (const value of good) {
    test(`${what}: ${value.slice(0, 40)} is good`, async () => {
      const pointer = at('subject', title);
      assert.deepEqual(errorsAt(await subjectWith(pointer, value), pointer), []);
    });
  }
  for (const value of bad) {
    test(`${what}: ${value.slice(0, 40)} is bad`, async () => {
      const pointer = at('subject', title);
      isCompleteFinding(hasFinding(await subjectWith(pointer, value), pointer));
    });
  }
}

test('an unknown area code in an identity number is a warning at most', async () => {
  const pointer = at('subject', /法定代表人证件号码/);
  const head = '99010519491231002';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(head[i]), 0);
  const number = head + '10X98765432'[sum % 11];
  assert.deepEqual(errorsAt(await subjectWith(pointer, number), pointer), []);
  const area = at('subject', /^注册地$/);
  assert.deepEqual(errorsAt(await subjectWith(area, '441901'), area), []);
});

test('a certificate that has run out is found, on the day after and not before', async () => {
  const pointer = at('subject', /证件有效期/);
  const data = withValue(subject, pointer, '2026-11-23');
  hasFinding(await judge('subject', data, '2026-11-24'), pointer, { severity: null });
  assert.deepEqual(errorsAt(await judge('subject', data, '2026-11-23'), pointer), []);
});

test('dates that do not exist are found at their place', async () => {
  const pointer = at('subject', /证件有效期/);
  for (const date of ['2099-02-29', '2099-13-01', '20991231', 'immer']) {
    hasFinding(await subjectWith(pointer, date), pointer);
  }
});

test('names that differ on form, certificate, ICP, disclosure and report are found', async () => {
  hasFinding(await subjectWith('/certificate/name', '另一家公司'), /name/);
  hasFinding(await subjectWith('/website/icp_holder', '另一家公司'), /icp/);
  hasFinding(await algorithmWith('/disclosure/name', '别的名字算法'), /name/);
  hasFinding(await algorithmWith('/documents/report_algorithm_name', '别的名字算法'), /name/);
});

test('output formats must correspond to output modalities, both ways', async () => {
  hasFinding(await algorithmWith('/data/output_modalities', ['text', 'image']), /output/);
  const formats = valueAt(algorithm, '/data/output_formats');
  hasFinding(await algorithmWith('/data/output_formats', [...formats, 'mp4']), /output/);
});

test('a provider needs coverage', async () => {
  const pointer = coveragePointer();
  hasFinding(await algorithmWith(pointer, undefined), pointer);
  hasFinding(await algorithmWith(pointer, []), pointer);
});

test('a supporter needs a technical service and no coverage', async () => {
  const pointer = coveragePointer();
  const service = at('algorithm', /技术服务方式/);
  const supporter = withValue(algorithm, '/basic/role', 'supporter');
  hasFinding(await judge('algorithm', supporter), pointer);
  const without = withValue(supporter, pointer, undefined);
  hasFinding(await judge('algorithm', withValue(without, service, undefined)), service);
  const [words] = schemaAt(schema.algorithm, service).examples;
  const fine = await judge('algorithm', withValue(without, service, words));
  assert.deepEqual(errorsAt(fine, pointer, service), []);
});

test('coverage of a product, path or function that is not there is found', async () => {
  const pointer = coveragePointer();
  const p = await product(company);
  const id = '0'.repeat(26);
  let filing = await draft(company, 'algorithm');
  for (const c of [
    { product: id }, { product: p.id, path: id },
    { product: p.id, path: p.paths[0].id, function: id },
  ]) {
    filing = await save(company, filing, withValue(algorithm, pointer, [c]));
    const answer = is(await company.post(`/filings/${filing.id}/check`), 200).json;
    hasFinding(answer, new RegExp(`^${pointer}`));
  }
});

function coveragePointer() {
  for (const [s, section] of Object.entries(schema.algorithm.properties)) {
    for (const [name, field] of Object.entries(section.properties ?? {})) {
      if (field.format === 'coverage') return `/${s}/${name}`;
    }
  }
  return assert.fail('the algorithm form has a coverage field');
}

test('the same facts give the same decision, byte for byte', async () => {
  const texts = new Set();
  for (let n = 0; n < 12; n++) {
    const answer = await judge('algorithm', algorithm);
    texts.add(JSON.stringify({ ...answer, checked_at: null }));
  }
  assert.equal(texts.size, 1);
});
