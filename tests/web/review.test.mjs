// What the reviewer's desk knows without a page: the places of a filing, what is written at them,
// what is asked of the queue.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import {
  codesAt, countsOf, inPlace, isQuiet, labelOf, marksOf, nearest, knownPlaces, sectionsOf,
} from '../../nginx/web/src/pages/review/places.js';
import { lacks, Notes, sentReasons } from '../../nginx/web/src/pages/review/notes.js';
import { asked, learn, sorted, sortOf, viewOf } from '../../nginx/web/src/pages/review/queue.js';
import { copiesIn } from '../../nginx/web/src/draft/copies.js';

const text = (name, more) => ({ name, label: name.toUpperCase(), type: 'text', ...more });
const form = {
  sections: [
    { id: 'basic', title: 'Basic', fields: [text('name'), text('other')] },
    { id: 'model', title: 'Model', fields: [
      text('models', { type: 'list', fields: [text('name'), text('size')] }), text('note')] },
  ],
  schema: { properties: { basic: { type: 'object' }, model: { type: 'object' } } },
};
const data = { basic: { name: 'N' }, model: { models: [{ name: 'a' }, { name: 'b', size: '1' }] } };
const sections = sectionsOf(form, data);
const paths = sections.flatMap((s) => s.rows.map((r) => r.path));

test('every field has a row, and every item of a list with its own fields', () => {
  assert.deepEqual(paths, [
    '/basic/name', '/basic/other',
    '/model/models', '/model/models/0', '/model/models/0/name', '/model/models/0/size',
    '/model/models/1', '/model/models/1/name', '/model/models/1/size', '/model/note',
  ]);
  assert.deepEqual(sections[1].rows.map((r) => r.level), [0, 1, 2, 2, 1, 2, 2, 0]);
  assert.equal(sections[1].rows[7].value, undefined);
});

test('data of another shape than declared still has its rows', () => {
  const shapes = [null, {}, { model: 5 }, { model: { models: 'x' } }, { model: { models: [7] } }];
  for (const odd of shapes)
    assert.ok(sectionsOf(form, odd).flatMap((s) => s.rows).length >= 4);
});

test('what is said of a place that is not shown stands at the nearest above it', () => {
  const known = knownPlaces(sections);
  assert.equal(nearest(known, '/model/models/1/name'), '/model/models/1/name');
  assert.equal(nearest(known, '/model/models/7/name'), '/model/models');
  assert.equal(nearest(known, '/basic/name/deep/er'), '/basic/name');
  assert.equal(nearest(known, '/basic/gone'), '/basic');
  for (const path of ['/nowhere/x', '', undefined, 'x']) assert.equal(nearest(known, path), '');
});

test('marks are counted in their section, those of the whole in none', () => {
  const marks = marksOf(sections, {
    findings: [{ path: '/basic/name' }, { path: '' }],
    changes: [{ path: '/model/models/5' }, { path: '/model' }],
    before: null,
    reasons: [{ path: '/model/models/0/name' }],
  });
  const none = { findings: 0, changes: 0, before: 0, reasons: 0 };
  assert.deepEqual(countsOf(sections[0], marks), { ...none, findings: 1 });
  assert.deepEqual(countsOf(sections[1], marks), { ...none, changes: 2, reasons: 1 });
  assert.equal(marks.get('').findings.length, 1);
  assert.ok(!isQuiet(sections[0].rows[0], marks), 'it has a value');
  assert.ok(isQuiet(sections[0].rows[1], marks));
  const noticed = marksOf(sections, { findings: [{ path: '/basic/other' }] });
  assert.ok(!isQuiet(sections[0].rows[1], noticed), 'what is missing and noticed is shown');
});

test('reasons stand in the order of the form, the whole first and the unknown last', () => {
  const all = ['/nowhere', '/model/models/1', '/model/models/0/name', '/basic', '', '/basic/name'];
  assert.deepEqual(inPlace(form, all.map((path) => ({ path }))).map((r) => r.path),
    ['', '/basic', '/basic/name', '/model/models/0/name', '/model/models/1', '/nowhere']);
  assert.equal(labelOf(form, '/model/models/1/name'), 'Model › MODELS › 2 › NAME');
  assert.equal(labelOf(form, ''), null);
  assert.equal(labelOf(form, '/nowhere'), '/nowhere');
});

test('the reasons that are meant for a place are offered there, a kept one beside them', () => {
  const codes = [
    { code: 'any' }, { code: 'basic', paths: ['/basic'] },
    { code: 'models', paths: ['/model/models/name', '/model/note'] }, { code: 'all', paths: [''] },
  ];
  const at = (path, chosen) => {
    const { here, elsewhere } = codesAt(codes, path, chosen);
    return [here, elsewhere].map((list) => list.map((c) => c.code).join(' '));
  };
  assert.deepEqual(at(''), ['any all', 'basic models']);
  assert.deepEqual(at('/basic'), ['any basic all', 'models']);
  assert.deepEqual(at('/basic/name'), ['any basic all', 'models']);
  assert.deepEqual(at('/basics'), ['any all', 'basic models']);
  assert.deepEqual(at('/model/models/1/name'), ['any models all', 'basic']);
  assert.deepEqual(at('/model/models/1'), ['any all', 'basic models']);
  assert.deepEqual(at('/basic', 'models'), ['any basic all', 'models']);
  assert.deepEqual(at('/basic', 'gone'), ['any basic all', 'models gone']);
});

// ---- what is written ---------------------------------------------------------------------------

const reason = (key, text_, suggestion = '', path = '') =>
  ({ key, path, code: '', reason: text_, suggestion });

test('what is blank is not sent, and what is sent has no blanks around it', () => {
  const list = [reason(1, '  '), reason(2, ' a ', ' b '), reason(3, '', 'only a way')];
  assert.deepEqual(sentReasons(list), [
    { path: '', code: null, reason: 'a', suggestion: 'b' },
    { path: '', code: null, reason: '', suggestion: 'only a way' },
  ]);
});

test('a return wants a reason and a way to mend it, a refusal a reason, a pass nothing', () => {
  assert.deepEqual(lacks([], 'pass'), []);
  for (const verb of ['return', 'refuse'])
    assert.deepEqual(lacks([reason(1, ' ')], verb), [{ key: null, code: 'none' }]);
  const list = [reason(1, 'a'), reason(2, '', 'b'), reason(3, 'c', 'd')];
  assert.deepEqual(lacks(list, 'return'),
    [{ key: 1, code: 'suggestion' }, { key: 2, code: 'reason' }]);
  assert.deepEqual(lacks(list, 'refuse'), [{ key: 2, code: 'reason' }]);
});

// A clock that goes when it is told to, and a place for copies.
function rig(save) {
  let now = 0;
  const timers = new Map();
  const clock = {
    now: () => now,
    set: (fn, ms) => (timers.set(timers.size + 1, { fn, at: now + ms }), timers.size),
    clear: (id) => timers.delete(id),
  };
  const kept = new Map();
  const storage = {
    getItem: (k) => kept.get(k) ?? null,
    setItem: (k, v) => kept.set(k, v),
    removeItem: (k) => kept.delete(k),
  };
  const copies = copiesIn(storage, 'x', { now: () => now, every: 0 });
  const notes = new Notes({ save, copies, timing: { clock } });
  const pass = async (ms) => {
    now += ms;
    for (const [id, t] of [...timers]) if (t.at <= now) timers.delete(id), t.fn();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { notes, kept, pass };
}

test('what is written is sent a moment later, and then forgotten here', async () => {
  const sent = [];
  const { notes, kept, pass } = rig(async (body) => { sent.push(body); });
  notes.open(null);
  const r = notes.add('/basic/name');
  notes.edit(r.key, 'reason', 'why');
  notes.check('class', true);
  assert.equal(kept.size, 1);
  await pass(1600);
  assert.deepEqual(sent, [{
    reasons: [{ path: '/basic/name', code: null, reason: 'why', suggestion: null }],
    note: null, outcome: null, checked: ['class'],
  }]);
  assert.equal(notes.status, 'saved');
  assert.equal(kept.size, 0);
});

test('what the core did not take is kept here, comes back, and is sent then', async () => {
  let isDown = true;
  const sent = [];
  const save = async (body) => {
    if (isDown) throw Object.assign(new Error('down'), { isPassing: true });
    sent.push(body);
  };
  const { notes, kept, pass } = rig(save);
  notes.open({ reasons: [], note: 'older', checked: [], saved_at: 'then' });
  notes.now.note = 'newer';
  notes.touch();
  await pass(1600);
  assert.equal(notes.status, 'failed');
  assert.equal(kept.size, 1);
  isDown = false;
  await pass(5100);
  assert.equal(sent[0].note, 'newer');
  assert.equal(notes.status, 'saved');

  notes.now.note = 'newest';
  notes.touch();
  const again = new Notes({ save, copies: notes.copies });
  assert.equal(again.open({ note: 'newer' }), true, 'the page was killed before it was sent');
  assert.equal(again.now.note, 'newest');
  again.done();
  assert.equal(kept.size, 0, 'nothing is kept of what is decided');

  notes.touch();
  const elsewhere = new Notes({ save, copies: notes.copies });
  const later = { note: 'from another machine', saved_at: '2026-01-01T00:00:00+08:00' };
  assert.equal(elsewhere.open(later), false, 'what was written later stands');
  assert.equal(elsewhere.now.note, 'from another machine');
});

test('nothing is saved while a decision is on its way, and all of it when that fails', async () => {
  const sent = [];
  const { notes, pass } = rig(async (body) => { sent.push(body.note); });
  notes.open(null);
  const type = (text) => { notes.now.note = text; notes.touch(); };
  type('before');
  await notes.hold();
  assert.deepEqual(sent, ['before']);
  type('meanwhile');
  await pass(9000);
  assert.deepEqual(sent, ['before']);
  notes.resume();
  await pass(1);
  assert.deepEqual(sent, ['before', 'meanwhile']);
});

test('a draft of the core with members missing is still a draft', () => {
  const { notes } = rig(async () => {});
  notes.open({ reasons: [{ path: null, reason: null }, {}], saved_at: 'x' });
  assert.deepEqual(notes.body(), { reasons: [], note: null, outcome: null, checked: [] });
});

// ---- the queue ---------------------------------------------------------------------------------

test('the address of the queue says what is asked; what it does not know is nothing', () => {
  assert.deepEqual(asked({ view: 'mine', q: ' a ', kind: 'k' }),
    { mine: 'true', stage: undefined, kind: 'k', class: undefined, q: 'a' });
  assert.equal(viewOf({ view: '<script>' }), 'all');
  assert.equal(sortOf({ sort: 'x' }), 'due');
});

test('rows are sorted as asked; by due date the core has done it', () => {
  const b = { title: 'b', due_on: '2', submitted_at: '1' };
  const rows = [b, { title: 'a', submitted_at: '2' }];
  assert.equal(sorted(rows, 'due'), rows);
  assert.deepEqual(sorted(rows, 'title').map((r) => r.title), ['a', 'b']);
  assert.deepEqual(sorted(rows, 'submitted').map((r) => r.title), ['b', 'a']);
  assert.deepEqual([...learn(new Map(), [{ c: '1', l: 'one' }, { c: '' }, { c: '2' }], 'c', 'l')],
    [['1', 'one'], ['2', '2']]);
});
