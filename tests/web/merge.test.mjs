// Two tabs on one draft: what only one changed stands, what both changed is asked about, and
// nothing is lost.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { merge } from '../../nginx/web/src/draft/merge.js';

const base = { basic: { name: '甲', scenario: '一', fields: ['a'] }, risk: { abuse: 'x' } };

test('what one tab changed and the other did not stands, on both sides', () => {
  const mine = { ...base, basic: { ...base.basic, name: '乙' } };
  const theirs = { ...base, risk: { abuse: 'y' } };
  const { data, conflicts } = merge(base, mine, theirs);
  assert.deepEqual(conflicts, []);
  assert.equal(data.basic.name, '乙');
  assert.equal(data.risk.abuse, 'y');
});

test('a field that both changed is a conflict with all three values; mine stands meanwhile', () => {
  const mine = { basic: { ...base.basic, name: '乙' } };
  const theirs = { basic: { ...base.basic, name: '丙' } };
  const { data, conflicts } = merge({ basic: base.basic }, mine, theirs);
  assert.deepEqual(conflicts, [{ path: '/basic/name', base: '甲', mine: '乙', theirs: '丙' }]);
  assert.equal(data.basic.name, '乙');
});

test('the same change on both sides is no conflict', () => {
  const both = { basic: { name: '乙' } };
  assert.deepEqual(merge({ basic: { name: '甲' } }, both, structuredClone(both)).conflicts, []);
});

test('a field that mine emptied and theirs left alone stays empty', () => {
  const { data, conflicts } = merge({ a: { b: 1, c: 2 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } });
  assert.deepEqual(conflicts, []);
  assert.deepEqual(data, { a: { c: 2 } });
});

test('one emptied and the other changed is a conflict, and the choice is told as undefined', () => {
  const { conflicts } = merge({ a: 1 }, {}, { a: 2 });
  assert.deepEqual(conflicts, [{ path: '/a', base: 1, mine: undefined, theirs: 2 }]);
});

test('a list without ids is one value', () => {
  const of = (...list) => ({ a: list });
  assert.deepEqual(merge(of('a'), of('a', 'b'), of('a')).data, of('a', 'b'));
  const { conflicts } = merge(of('a'), of('a', 'b'), of('a', 'c'));
  assert.deepEqual(conflicts.map((c) => c.path), ['/a']);
});

const model = (id, name, structure = 's') => ({ id, name, structure });

test('things with ids are merged thing by thing: two may be changed at once', () => {
  const b = { models: [model('1', '一'), model('2', '二')] };
  const mine = { models: [model('1', '壹'), model('2', '二')] };
  const theirs = { models: [model('1', '一'), model('2', '贰')] };
  const { data, conflicts } = merge(b, mine, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(data.models.map((m) => m.name), ['壹', '贰']);
});

test('what one added is kept, what one moved keeps its new place', () => {
  const b = { models: [model('1', '一'), model('2', '二')] };
  const mine = { models: [model('2', '二'), model('1', '一')] };
  const theirs = { models: [model('1', '一'), model('2', '二'), model('3', '三')] };
  const { data, conflicts } = merge(b, mine, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(data.models.map((m) => m.id), ['2', '1', '3']);
});

test('a thing that one removed and the other left alone goes; one that was changed stays', () => {
  const b = { models: [model('1', '一'), model('2', '二')] };
  const mine = { models: [model('2', '二')] };
  assert.deepEqual(merge(b, mine, b).data.models.map((m) => m.id), ['2']);
  const theirs = { models: [model('1', '壹'), model('2', '二')] };
  const ids = merge(b, mine, theirs).data.models.map((m) => m.id).sort();
  assert.deepEqual(ids, ['1', '2']);
});

test('a conflict within a thing is told by its place in the merged list', () => {
  const b = { models: [model('1', '一'), model('2', '二')] };
  const mine = { models: [model('2', '贰'), model('1', '一')] };
  const theirs = { models: [model('1', '一'), model('2', '弍')] };
  const { data, conflicts } = merge(b, mine, theirs);
  assert.deepEqual(conflicts.map((c) => c.path), ['/models/0/name']);
  assert.equal(data.models[0].name, '贰');
});

test('merging touches none of what it was given', () => {
  const [b, m, t] = [{ a: { x: 1 } }, { a: { x: 2 } }, { a: { x: 1, y: 3 } }];
  const before = JSON.stringify([b, m, t]);
  const { data } = merge(b, m, t);
  data.a.x = 9;
  assert.equal(JSON.stringify([b, m, t]), before);
});

test('names that mean something to JavaScript are only names', () => {
  const odd = JSON.parse('{"constructor":{"a":1},"toString":"x"}');
  assert.deepEqual(merge({}, odd, {}).data, odd);
});
