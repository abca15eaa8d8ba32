// The words of the pages are whole in every language, and what the build checks is seen by it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { faults, language, sources } from '../../nginx/web/vite/words.js';
import { seen } from '../../nginx/web/src/kit/seen.js';
import { textDiff } from '../../nginx/web/src/kit/textDiff.js';

const src = fileURLToPath(new URL('../../nginx/web/src', import.meta.url));

test('no key is missing, unused or different in its {places}', async () => {
  const all = { 'zh-CN': await language(src, 'zh-CN'), en: await language(src, 'en') };
  assert.deepEqual(faults(sources(src), all), []);
});

test('words that come with the pages of rules are asked for there alone', () => {
  const elsewhere = sources(src).filter(({ name, text }) =>
    !name.startsWith('pages/rules/') && /['`]replay\./.test(text));
  assert.deepEqual(elsewhere.map((x) => x.name), []);
});

test('what is wrong is said', () => {
  const words = { 'zh-CN': { 'app.a': '{n} 条', 'app.b': '乙' }, en: { 'app.a': 'some' } };
  const page = { name: 'pages/x.vue', text: "{{ t('app.a') }} {{ t('app.c') }} 汉字" };
  assert.deepEqual(faults([page], words), [
    'pages/x.vue: no word app.c',
    'words/zh-CN: nobody uses app.b',
    'words/en: app.a has other {places}',
    'words/en: app.b is missing',
    'pages/x.vue: Chinese stands in words/, not here',
  ]);
});

test('a key that is made of a code counts for all that begin so', () => {
  const words = { 'zh-CN': { 'app.state_x': 'x' }, en: { 'app.state_x': 'x' } };
  const page = { name: 'x.vue', text: 't(`app.state_${code}`)' };
  assert.deepEqual(faults([page], words), []);
});

test('a difference is told by words and characters, a long text whole', () => {
  assert.deepEqual(textDiff('资讯摘要算法', '资讯生成算法'), [
    { kind: 'same', text: '资讯' }, { kind: 'out', text: '摘要' }, { kind: 'in', text: '生成' },
    { kind: 'same', text: '算法' },
  ]);
  assert.deepEqual(textDiff('帮助用户快速了解要点', '帮读者一分钟看完要点').map((p) => p.kind),
    ['same', 'out', 'in', 'same'], 'specks between changes go along');
  const long = 'a '.repeat(2000);
  assert.deepEqual(textDiff(long, '').map((p) => p.kind), ['out']);
});

test('what nobody sees in a text is shown by its code point, and joined letters stay', () => {
  assert.equal(seen('示\u200b例\u202e甲'), '示⟦U+200B⟧例⟦U+202E⟧甲');
  assert.equal(seen('示\u{e0041}\u200d例'), '示⟦U+E0041⟧⟦U+200D⟧例');
  assert.equal(seen('👩\u200d👧 ب\u200cب 葛\u{e0100} Café·'), '👩\u200d👧 ب\u200cب 葛\u{e0100} Café·');
  assert.equal(seen(undefined), '');
});
