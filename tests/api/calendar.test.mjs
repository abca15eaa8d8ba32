// Working days are counted as the decreed calendars have them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem } from '../lib/client.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const vectors = [
  ['2021-12-31', 10, '2022-01-17'],
  ['2024-02-05', 10, '2024-02-23'],
  ['2025-01-20', 10, '2025-02-08'],
  ['2025-09-25', 30, '2025-11-12'],
  ['2026-02-10', 10, '2026-03-02'],
  ['2026-02-10', 20, '2026-03-16'],
  ['2026-09-18', 30, '2026-11-05'],
  ['2026-09-30', 10, '2026-10-20'],
];
for (const [from, days, due] of vectors) {
  test(`${from} and ${days} working days end on ${due}`, async () => {
    const r = is(await open.get(`/calendar/deadline?from=${from}&days=${days}`), 200).json;
    assert.equal(r.due_on, due);
    assert.equal(r.provisional, false);
    assert.equal(r.from, from);
    assert.equal(r.days, days);
    assert.equal(r.counted.length, days);
    assert.equal(r.counted.at(-1), due);
    assert.ok(!r.counted.includes(from), 'the start day is not counted');
    assert.deepEqual(r.counted, [...r.counted].sort());
  });
}

const count = async (from, days) =>
  is(await open.get(`/calendar/deadline?from=${from}&days=${days}`), 200).json;

const edge = async (from, days) => {
  const r = await count(from, days);
  return [r.due_on, r.provisional];
};

test('a deadline that leaves the decreed years is provisional, also at the edge', async () => {
  assert.equal((await count('2026-12-20', 10)).provisional, true);
  assert.equal((await count('2026-12-01', 10)).provisional, false);
  assert.deepEqual(await edge('2025-12-30', 1), ['2025-12-31', false]);
});

test('the last days of the last decreed December are provisional, earlier ones not', async () => {
  assert.deepEqual(await edge('2026-12-18', 5), ['2026-12-25', false]);
  assert.deepEqual(await edge('2026-12-18', 6), ['2026-12-28', true]);
  assert.deepEqual(await edge('2026-12-18', 9), ['2026-12-31', true]);
  assert.deepEqual(await edge('2026-12-30', 1), ['2026-12-31', true]);
});

test('days and months are counted, too, and listed one by one are working days alone', async () => {
  const ask = async (unit, from, days) =>
    is(await open.get(`/calendar/deadline?from=${from}&days=${days}&unit=${unit}`), 200).json;
  const day = await ask('day', '2026-09-30', 10);
  assert.deepEqual(day, {
    from: '2026-09-30', days: 10, unit: 'day', due_on: '2026-10-10', provisional: false,
    counted: [],
  });
  assert.equal((await ask('month', '2026-01-31', 1)).due_on, '2026-02-28');
  const work = await ask('workday', '2026-09-30', 10);
  assert.deepEqual(work, await count('2026-09-30', 10));
  assert.equal(work.unit, 'workday');
  for (const [unit, days] of [['week', 1], ['month', 61]]) {
    const r = await open.get(`/calendar/deadline?from=2026-01-05&days=${days}&unit=${unit}`);
    isProblem(r, [400, 422]);
  }
});

test('every working day of 2026 is counted once: 248', async () => {
  let from = '2025-12-31';
  let n = 0;
  for (;;) {
    const r = await count(from, 100);
    const inside = r.counted.filter((d) => d.startsWith('2026'));
    n += inside.length;
    if (inside.length < r.counted.length) break;
    from = r.due_on;
  }
  assert.equal(n, 248);
});

test('dates that do not exist and days that make no sense are refused', async () => {
  for (const from of [
    '2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '20260101', '2026-1-1', 'x', '',
    '2026-01-01T00:00:00',
  ]) {
    const r = await open.get(`/calendar/deadline?from=${from}&days=10`);
    isProblem(r, [400, 422], from ? 'date_invalid' : 'parameter_missing');
  }
  for (const days of ['0', '-1', 'x', '', '1.5', '999999999999999999999']) {
    isProblem(await open.get(`/calendar/deadline?from=2026-01-05&days=${days}`), [400, 422]);
  }
  isProblem(await open.get('/calendar/deadline'), [400, 422]);
  await count('2024-02-29', 1);
});
