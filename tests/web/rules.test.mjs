// The pages of the rules, where nothing is drawn: texts that change, numbers that are typed, the
// course of a set, what a report says.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import {
  between, byFile, change, foldersOf, nameFault, placeOf, rebase, rowsOf,
} from '../../nginx/web/src/pages/rules/shared/files.js';
import { countsOf, hunksOf } from '../../nginx/web/src/pages/rules/shared/unidiff.js';
import {
  isSameValue, partsOf, typedOf, valueOf,
} from '../../nginx/web/src/pages/rules/shared/limits.js';
import {
  beijing, courseOf, endFault, localOf, shareOf,
} from '../../nginx/web/src/pages/rules/shared/course.js';
import {
  decisionRows, isUnchanged, pairsOf, strandedOf,
} from '../../nginx/web/src/pages/rules/shared/report.js';
import { dataOf, sampleOf } from '../../nginx/web/src/pages/rules/shared/sample.js';
import { patiently } from '../../nginx/web/src/pages/rules/shared/patience.js';
import { newId } from '../../nginx/web/src/pages/rules/shared/work.js';

globalThis.crypto ??= webcrypto; // of browsers; node 18 does not give it a name

// ---- texts --------------------------------------------------------------------------------------

const base = { 'limits.lua': 'a', 'checks/one.lua': 'b', 'checks/two.lua': 'c' };

test('a text that is the base\'s again is no change', () => {
  const one = change(base, {}, 'limits.lua', 'x');
  assert.deepEqual(one, { 'limits.lua': 'x' });
  assert.deepEqual(change(base, one, 'limits.lua', 'a'), {});
});

test('a new file that is dropped leaves nothing, an old one that goes is null', () => {
  const one = change(base, {}, 'checks/new.lua', 'n');
  assert.deepEqual(change(base, one, 'checks/new.lua', null), {});
  assert.deepEqual(change(base, {}, 'checks/one.lua', null), { 'checks/one.lua': null });
});

test('names that every object has are files like others', () => {
  assert.deepEqual(rowsOf({}, {}), []);
  assert.deepEqual(change({}, {}, 'constructor', 'x'), { constructor: 'x' });
  assert.equal(rowsOf({}, { constructor: 'x' })[0].change, 'added');
});

test('rows say what was added, changed and removed; the root stands first', () => {
  const rows = rowsOf(base, { 'checks/one.lua': null, 'a.lua': 'n', 'limits.lua': 'x' });
  assert.deepEqual(rows.map((r) => [r.path, r.change]), [
    ['a.lua', 'added'], ['checks/one.lua', 'removed'], ['checks/two.lua', null],
    ['limits.lua', 'modified'],
  ]);
  const folders = foldersOf(rows).map((f) => [f.folder, f.rows.length]);
  assert.deepEqual(folders, [['', 2], ['checks/', 2]]);
});

test('a file may not be called what no set takes', () => {
  const rows = rowsOf(base, { 'checks/two.lua': null });
  const faults = {
    '': 'empty', 'checks/': 'ending', 'checks/x.txt': 'ending', '../x.lua': 'letters',
    '/x.lua': 'letters', 'a//b.lua': 'letters', '规则.lua': 'letters', '.x.lua': 'letters',
    'limits.lua': 'there', [`${'a'.repeat(60)}.lua`]: 'letters',
    'checks/two.lua': null, 'local/checks/x-1.y.lua': null,
  };
  for (const [path, fault] of Object.entries(faults))
    assert.equal(nameFault(path, rows), fault, path);
});

test('changes go to a newer base; what both changed is told, what is the same goes', () => {
  const after = { ...base, 'limits.lua': 'theirs', 'checks/two.lua': 'mine too' };
  const mine = { 'limits.lua': 'mine', 'checks/two.lua': 'mine too', 'checks/one.lua': null };
  assert.deepEqual(rebase(mine, base, after), {
    changes: { 'limits.lua': 'mine', 'checks/one.lua': null }, both: ['limits.lua'],
  });
});

test('what a candidate changed comes out of both texts', () => {
  const after = { 'limits.lua': 'a', 'checks/one.lua': 'x', 'new.lua': 'n' };
  assert.deepEqual(between(base, after), {
    'checks/one.lua': 'x', 'checks/two.lua': null, 'new.lua': 'n',
  });
});

test('sources and file names lead to the same file', () => {
  assert.deepEqual(placeOf('rules/limits.lua:6'), { file: 'limits.lua', line: 6 });
  assert.deepEqual(placeOf('rules.local/a.lua:2'), { file: 'local/a.lua', line: 2 });
  assert.deepEqual(placeOf(''), { file: '', line: null });
  assert.deepEqual([...byFile([{ file: 'rules/a.lua' }, { file: 'a.lua' }]).keys()], ['a.lua']);
});

// ---- lines --------------------------------------------------------------------------------------

test('a difference is read with the numbers of its lines', () => {
  const hunks = hunksOf(['--- a', '+++ b', '@@ -3,2 +3,3 @@', ' same', '-- old', '+- new', '+more',
    '@@ -9 +10 @@', '-x', '+y', ''].join('\n'));
  assert.deepEqual(hunks[0].lines, [
    { kind: 'same', before: 3, after: 3, text: 'same' },
    { kind: 'out', before: 4, after: null, text: '- old' },
    { kind: 'in', before: null, after: 4, text: '- new' },
    { kind: 'in', before: null, after: 5, text: 'more' },
  ]);
  assert.deepEqual(hunks[1].lines.map((l) => l.before ?? l.after), [9, 10]);
  assert.deepEqual(countsOf(hunks), { added: 3, removed: 2 });
  assert.deepEqual(hunksOf(''), []);
});

// ---- numbers ------------------------------------------------------------------------------------

const read = (value, texts, limit = {}) => {
  const typed = typedOf(value);
  typed.rows.forEach((row, n) => Object.assign(row, texts[n]));
  return valueOf(typed, limit);
};

test('a number is read within its bounds, and nothing else as a number', () => {
  const limit = { min: 1, max: 200 };
  assert.deepEqual(read(10, [{ text: ' 12 ' }], limit), { value: 12 });
  const faults = {
    '': 'empty', '1.5': 'number', '0x10': 'number', '1e3': 'number', 0: 'small', 201: 'large',
    '９': 'number', [`${'9'.repeat(16)}`]: 'number',
  };
  for (const [text, fault] of Object.entries(faults))
    assert.equal(read(10, [{ text }], limit).fault, fault, text);
  assert.deepEqual(read(10, [{ text: '-3' }], { min: null, max: null }), { value: -3 });
});

test('yes and no, texts, and values by day keep their type', () => {
  assert.deepEqual(read(true, [{ text: 'false' }]), { value: false });
  assert.deepEqual(read('24:00', [{ text: '18:00' }]), { value: '18:00' });
  assert.deepEqual(read({ '2022-03-01': 10 }, [{ text: '12' }]), { value: { '2022-03-01': 12 } });
  assert.equal(read({ '2022-03-01': 10 }, [{ since: '2022-02-30' }]).fault, 'day');
  const twice = { isDated: true, type: 'number',
    rows: [{ since: '2022-03-01', text: '1' }, { since: '2022-03-01', text: '2' }] };
  assert.deepEqual(valueOf(twice), { fault: 'twice', row: 1 });
});

test('the order of days makes no other value', () => {
  const [a, b] = [{ '2022-03-01': 1, '2023-01-01': 2 }, { '2023-01-01': 2, '2022-03-01': 1 }];
  assert.ok(isSameValue(a, b));
  assert.ok(!isSameValue(a, { '2022-03-01': 1 }));
  assert.ok(!isSameValue(1, '1'));
  assert.deepEqual(partsOf(b).map((p) => p.since), ['2022-03-01', '2023-01-01']);
});

// ---- the course of a set ------------------------------------------------------------------------

const states = (set, replay) => courseOf(set, replay).map((s) => s.state);
const done = { state: 'done', is_current: true, as_of: null };

test('a set goes from step to step, and a core that says nothing of them breaks nothing', () => {
  assert.deepEqual(states({}, null), ['done', 'now', 'later', 'later', 'later']);
  const tested = { test: { is_passed: true } };
  const going = ['done', 'done', 'going', 'later', 'later'];
  assert.deepEqual(states(tested, { state: 'running' }), going);
  assert.deepEqual(states(tested, done), ['done', 'done', 'done', 'now', 'later']);
  const active = { ...tested, approved: true, is_active: true };
  assert.deepEqual(states(active, done), Array(5).fill('done'));
  assert.deepEqual(states({ test: { is_passed: false } }, null),
    ['done', 'bad', 'later', 'later', 'later']);
});

test('a replay as of another day, or against an older set, does not count', () => {
  const tested = { test: { is_passed: true } };
  assert.equal(states(tested, { ...done, as_of: '2027-01-01' })[2], 'now');
  assert.equal(states(tested, { ...done, is_current: false })[2], 'now');
});

test('nothing is done of a replay that nobody counted', () => {
  assert.equal(shareOf(null), null);
  assert.equal(shareOf({ state: 'queued', total: 5, done: 0 }), null);
  assert.equal(shareOf({ state: 'running', total: 0, done: 0 }), null);
  assert.equal(shareOf({ state: 'running', total: 4, done: 1 }), 0.25);
});

test('an emergency ends within seven days, in Beijing\'s time', () => {
  const now = Date.parse('2026-11-26T12:00:00+08:00');
  assert.equal(endFault(beijing(localOf(now)), now), 'past');
  assert.equal(endFault(beijing('2026-11-27T12:00'), now), null);
  assert.equal(endFault(beijing('2026-12-03T12:01'), now), 'far');
  assert.equal(endFault(beijing(''), now), 'empty');
  assert.equal(beijing('2026-11-27T12:00'), '2026-11-27T12:00:00+08:00');
});

// ---- a report -----------------------------------------------------------------------------------

const counts = { accept_to_refuse: 2, refuse_to_accept: 0, error: 0 };

test('a report tells what is grave, what is stranded, and when nothing changed', () => {
  const rows = decisionRows({ counts });
  assert.deepEqual(rows.map((r) => [r.name, r.isGrave]),
    [['accept_to_refuse', true], ['refuse_to_accept', false], ['error', false]]);
  const landing = [{ to: null, state: 'a' }, { to: 'b', state: 'c' }];
  assert.deepEqual(strandedOf({ landing }).map((l) => l.state), ['a']);
  assert.deepEqual(strandedOf(null), []);
  assert.ok(isUnchanged({ counts: {}, changed: 0 }));
  assert.ok(!isUnchanged({ counts: {}, changed: 0, landing }));
  assert.ok(!isUnchanged({ counts: {}, changed: 0, law: [{}] }));
});

test('a change is told pair by pair', () => {
  const change_ = {
    verdict: { before: 'acceptable', after: 'not_acceptable' },
    findings: [{ rule: 'a.b', title: '名', path: '/x', field: '字段', what: 'appeared', before: null,
      after: 'error' }],
    deadlines: [{ name: 'review', before: { due_on: '2026-12-01', label: '审核' }, after: null }],
    route: { before: null, after: { stage: 'first', area: '110108' } },
    derived: ['risk'],
  };
  assert.deepEqual(pairsOf(change_).map((p) => [p.what, p.name, p.before, p.after]), [
    ['verdict', undefined, 'acceptable', 'not_acceptable'], ['finding', '名', null, 'error'],
    ['deadline', '审核', { due_on: '2026-12-01', label: '审核' }, null],
    ['route', undefined, null, 'first · 110108'],
    ['derived', 'risk', undefined, undefined],
  ]);
});

// ---- samples ------------------------------------------------------------------------------------

test('examples make a sample; files and products are left out', () => {
  const text = { name: 'a', type: 'text', example: '例' };
  const form = {
    schema: { properties: { one: { type: 'object' }, two: { type: 'object' } } },
    sections: [
      { id: 'one', fields: [text, { name: 'f', type: 'attachment', example: 'x' }] },
      { id: 'two', fields: [{ name: 'l', type: 'list', fields: [text] },
        { name: 'no', type: 'boolean', example: false }, { name: 'n', type: 'text' }] },
    ],
  };
  assert.deepEqual(sampleOf(form), { one: { a: '例' }, two: { l: [{ a: '例' }], no: false } });
});

test('what is no JSON object is told with its place', () => {
  assert.deepEqual(dataOf('{"a":1}'), { data: { a: 1 } });
  for (const text of ['[]', 'null', '3']) assert.equal(dataOf(text).fault.kind, 'object');
  const { fault } = dataOf('{\n  "a": 1,\n  b: 2\n}');
  assert.equal(fault.kind, 'syntax');
  assert.ok(fault.line >= 1 && fault.column >= 1);
});

test('who is told to come again does, and gives up at last', async () => {
  let n = 0;
  const busy = Object.assign(new Error(), { code: 'trials_many' });
  const ask = async () => { if (++n < 3) throw busy; return n; };
  assert.equal(await patiently(ask, { wait: 0 }), 3);
  await assert.rejects(patiently(async () => { throw busy; }, { wait: 0, tries: 2 }));
  n = 0;
  const other = async () => { n += 1; throw new Error('other'); };
  await assert.rejects(patiently(other, { wait: 0 }));
  assert.equal(n, 1);
});

test('ids of unfinished work fit the address', () => {
  assert.match(newId(), /^[a-z0-9]{10}$/);
  assert.notEqual(newId(), newId());
});
