// The structure of a declared form: steps, the order of findings, where a path stands.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  choicesOf, fieldsOf, inOrder, isEmpty, placeOf, stateOfStep, stepOf, stepsOf,
} from '../../nginx/web/src/form/order.js';
import { setAt, valueAt } from '../../nginx/web/src/api/pointer.js';

const field = (name, label, more = {}) => ({ name, label, type: 'text', ...more });
const form = {
  sections: [
    { id: 'basic', title: '基础', step: 'one', step_title: '第一步', fields: [
      field('name', '名称', { required: true }),
      field('class', '类型', { type: 'choice' }),
    ] },
    { id: 'model', title: '模型', step: 'two', step_title: '第二步', fields: [
      field('models', '模型', { type: 'list', required: true, fields: [
        field('name', '模型名称'), field('origin', '来源'),
      ] }),
    ] },
    { id: 'risk', title: '风险', step: 'two', step_title: '第二步', fields: [field('abuse', '滥用')] },
  ],
  schema: { type: 'object', properties: {
    basic: { type: 'object', properties: {
      class: { type: 'string', oneOf: [{ const: 'x', title: '甲' }, { const: 'y' }] },
    } },
    model: { type: 'object', properties: {} },
    risk: { type: 'object', properties: {} },
  } },
};
const flat = {
  sections: [{ id: 'product', title: '产品', fields: [field('name', '名称')] }],
  schema: { type: 'object', properties: { name: { type: 'string' } } },
};

test('sections of one step stand together; without steps each section is one', () => {
  assert.deepEqual(stepsOf(form).map((s) => [s.id, s.title, s.sections.length]),
    [['one', '第一步', 1], ['two', '第二步', 2]]);
  assert.deepEqual(stepsOf(flat).map((s) => s.id), ['product']);
});

test('declared steps come before what sections say', () => {
  const steps = [{ id: 'all', title: '全部', sections: ['risk', 'basic', 'gone'] }];
  const [step] = stepsOf({ ...form, steps });
  assert.deepEqual(step.sections.map((s) => s.id), ['risk', 'basic']);
});

test('paths of a form of sections and of a flat one', () => {
  assert.deepEqual(fieldsOf(form).map((f) => f.path),
    ['/basic/name', '/basic/class', '/model/models', '/risk/abuse']);
  assert.deepEqual(fieldsOf(flat).map((f) => f.path), ['/name']);
  assert.equal(placeOf(flat, '/name').field.label, '名称');
});

test('a path into a list is told with the labels on the way, counted from one', () => {
  const place = placeOf(form, '/model/models/1/origin');
  assert.deepEqual(place.labels, ['模型', '模型', 2, '来源']);
  assert.equal(place.path, '/model/models');
  assert.equal(stepOf(form, '/model/models/1/origin').id, 'two');
});

test('findings come in the form’s order, the graver first, those of no field last', () => {
  const f = (path, severity = 'error') => ({ path, severity });
  const given = [f(''), f('/risk/abuse'), f('/model/models/10/name'), f('/model/models/2/origin'),
    f('/model/models/2/name'), f('/basic/name', 'notice'), f('/basic/name'), f('/nowhere/x')];
  assert.deepEqual(inOrder(form, given).map((x) => `${x.path} ${x.severity}`), [
    '/basic/name error', '/basic/name notice', '/model/models/2/name error',
    '/model/models/2/origin error', '/model/models/10/name error', '/risk/abuse error',
    ' error', '/nowhere/x error',
  ]);
});

test('a step is open, begun, bad or done', () => {
  const [step] = stepsOf(form);
  const state = (data, findings = []) =>
    stateOfStep(form, step, { valueAt: (p) => valueAt(data, p), findings }).state;
  const missing = [{ path: '/basic/name', severity: 'error' }];
  assert.equal(state({}, missing), 'open');
  assert.equal(state({ basic: { class: 'x' } }, missing), 'begun');
  assert.equal(state({ basic: { name: '甲' } }, missing), 'bad');
  assert.equal(state({ basic: { name: '甲' } }), 'done');
});

test('choices are told with their codes; what is empty is empty however it is written', () => {
  assert.deepEqual(choicesOf(form, '/basic/class').map((c) => c.label), ['甲', 'y']);
  for (const v of [undefined, null, '', [], {}, { a: '' }]) assert.equal(isEmpty(v), true);
  for (const v of [0, false, 'x', [0]]) assert.equal(isEmpty(v), false);
});

test('pointers make what is not there: lists where a number follows', () => {
  const data = {};
  setAt(data, '/model/models/0/name', '甲');
  assert.deepEqual(data, { model: { models: [{ name: '甲' }] } });
  setAt(data, '/a~1b/c~0d', 1);
  assert.equal(valueAt(data, '/a~1b/c~0d'), 1);
  setAt(data, '/model/models/0', undefined);
  assert.deepEqual(data.model.models, []);
});
