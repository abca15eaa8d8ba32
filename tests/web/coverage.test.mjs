// What an algorithm covers keeps the level at which it was ticked.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  isCovered, isTicked, lostOf, nameOf, rowsOf, tick,
} from '../../nginx/web/src/form/coverage.js';

const products = [
  {
    id: 'p', name: '示例资讯', paths: [
      { id: 'a', steps: ['首页', '推荐'], functions: [{ id: 'f', name: '推荐' }] },
      { id: 'b', steps: ['搜索'], functions: [{ id: 'g', name: '搜索' }, { id: 'h', name: '联想' }] },
    ],
  },
  { id: 'q', name: '示例视频', paths: [] },
];
const P = { product: 'p' };
const A = { product: 'p', path: 'a' };
const B = { product: 'p', path: 'b' };
const F = { product: 'p', path: 'a', function: 'f' };
const G = { product: 'p', path: 'b', function: 'g' };
const H = { product: 'p', path: 'b', function: 'h' };
const ticked = (...entries) => entries.reduce((s, e) => tick(s.list, e, s.asleep), { list: [] });

test('the only function of a path is that function, and never the path', () => {
  assert.deepEqual(ticked(F).list, [F]);
});

test('all functions of a path are those functions, and never the path', () => {
  const { list } = ticked(G, H);
  assert.deepEqual(list, [G, H]);
  assert.equal(isTicked(list, B), false);
});

test('a product covers its paths and functions, which are then not ticked themselves', () => {
  const { list } = ticked(P);
  assert.deepEqual(list, [P]);
  for (const e of [A, B, F, G, H]) {
    assert.equal(isCovered(list, e), true);
    assert.equal(isTicked(list, e), false);
  }
  assert.equal(isCovered(list, { product: 'q' }), false);
});

test('a tick above takes the ticks below in, and gives them back when it goes', () => {
  const above = ticked(F, B, P);
  assert.deepEqual(above.list, [P]);
  const back = tick(above.list, P, above.asleep);
  assert.deepEqual(back.list, [F, B]);
  assert.deepEqual(back.asleep, []);
});

test('what is covered cannot be ticked besides', () => {
  assert.deepEqual(ticked(P, F).list, [P]);
});

test('a path between two ticks: the function comes back only when nothing covers it', () => {
  const one = ticked(G, B, P);
  const two = tick(one.list, P, one.asleep);
  assert.deepEqual(two.list, [B]);
  assert.deepEqual(tick(two.list, B, two.asleep).list, [G]);
});

test('rows tell mine from covered', () => {
  const states = rowsOf(products, [A, H]).map((r) => [r.level, r.state]);
  assert.deepEqual(states, [
    [1, 'none'], [2, 'mine'], [3, 'covered'], [2, 'none'], [3, 'none'], [3, 'mine'], [1, 'none'],
  ]);
});

test('entries of what is gone are found, and the others named in words', () => {
  const gone = { product: 'p', path: 'a', function: 'x' };
  assert.deepEqual(lostOf(products, [F, gone, { product: 'z' }]), [gone, { product: 'z' }]);
  assert.equal(nameOf(products, F), '示例资讯 › 首页 › 推荐 › 推荐');
  assert.equal(nameOf(products, { product: 'z' }), '');
});
