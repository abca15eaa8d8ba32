// Requests held between what they read and what they write, by stopping a process: the judge that
// they wait for, their own worker while it hashes a password, or a worker that writes before them.
// So what happens meanwhile does happen meanwhile, however busy the machine is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is, register } from './client.mjs';
import { Instance, kill, until } from './instance.mjs';
import { draft } from './way.mjs';

// An instance in which a judge may stand still for as long as a test needs. local: files of a layer
// of rules, path → text.
export async function patient({ local, ...options } = {}) {
  const keep = await mkdtemp(join(tmpdir(), 'suanbei-test-'));
  const CONFIG = join(keep, 'config.json');
  await writeFile(CONFIG, JSON.stringify({
    'rules.ask_wall_ms': 60000, 'rules.load_wall_ms': 120000,
    busy_timeout_ms: 60000, request_terminate_ms: 180000,
  }));
  const env = { ...options.env, CONFIG };
  if (local) {
    env.RULES_LOCAL = join(keep, 'rules.local');
    await mkdir(env.RULES_LOCAL);
    for (const [path, text] of Object.entries(local))
      await writeFile(join(env.RULES_LOCAL, path), text);
  }
  return Instance.start({ ...options, keep, env });
}

// One letter, as ps shows it: S waits, R runs, T is stopped.
function stateOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text[text.lastIndexOf(')') + 2];
}

const workersNow = async (admin) =>
  is(await admin.get('/status'), 200).json.processes.filter((p) => p.role === 'worker');

// Judges of these workers, as [judge, worker].
function judgesOf(admin, workers) {
  const mine = new Set(workers.map((p) => p.pid));
  return admin.instance.processes()
    .filter((p) => mine.has(p.ppid) && /suanbei\S* judge\b/.test(p.command))
    .map((p) => [p.pid, p.ppid]);
}

// Promises, and how many of them have come true.
function watched(promises) {
  const all = { promises, settled: 0 };
  for (const p of promises) p.then(() => all.settled++, () => all.settled++);
  return all;
}

// Nobody may have been answered while all were to be held.
async function noneAnswered(all) {
  if (all.settled === 0) return;
  const first = await Promise.race(all.promises);
  throw Object.assign(new Error(`answered before it was held: ${first.status} ${first.text}`),
    { isFinal: true });
}

// Workers that sleep in the middle of one and the same request. Who tells the status is busy too,
// but never asleep before and still in that request when the next one is told.
async function waiting(admin) {
  const busy = (await workersNow(admin)).filter((p) => p.state === 'busy');
  const asleep = busy.filter((p) => stateOf(p.pid) === 'S');
  const later = await workersNow(admin);
  const isSame = (p, q) => q.pid === p.pid && q.state === 'busy' && q.requests === p.requests;
  return asleep.filter((p) => later.some((q) => isSame(p, q))).map((p) => p.pid);
}

// Sends requests (send gives their promises), each of which asks a judge; does something else
// while all of them wait for its answer; gives what they were answered. Other requests have
// judges that work.
export async function whileJudged(admin, send, meanwhile) {
  const judges = judgesOf(admin, await workersNow(admin));
  try {
    for (const [judge] of judges) kill(judge, 'SIGSTOP');
    const all = watched(send());
    const held = await until('every request waits for its judge', async () => {
      await noneAnswered(all);
      const pids = await waiting(admin);
      return pids.length >= all.promises.length && pids;
    }, { ms: 25000, every: 10 });
    for (const [judge, worker] of judges) if (!held.includes(worker)) kill(judge, 'SIGCONT');
    await meanwhile();
    await noneAnswered(all);
    for (const [judge] of judges) kill(judge, 'SIGCONT');
    return await Promise.all(all.promises);
  } finally {
    for (const [judge] of judges) kill(judge, 'SIGCONT');
  }
}

// The same for requests that try a rule set in a judge of its own, which is started for it. Only
// before any set was switched: a worker that picks up another set starts a judge as well.
export async function whileTried(admin, send, meanwhile) {
  const workers = await workersNow(admin);
  const known = new Set(judgesOf(admin, workers).map(([judge]) => judge));
  const trials = new Set();
  try {
    const all = watched(send());
    await until('every request tries its set', async () => {
      await noneAnswered(all);
      for (const [judge] of judgesOf(admin, workers)) {
        if (known.has(judge) || trials.has(judge)) continue;
        trials.add(judge);
        kill(judge, 'SIGSTOP');
      }
      return trials.size >= all.promises.length;
    }, { ms: 25000, every: 1 });
    await meanwhile();
    await noneAnswered(all);
    for (const judge of trials) kill(judge, 'SIGCONT');
    return await Promise.all(all.promises);
  } finally {
    for (const judge of trials) kill(judge, 'SIGCONT');
  }
}

// ---- in the middle of what a worker does itself -------------------------------------------------

const resume = (pids) => pids.forEach((pid) => kill(pid, 'SIGCONT'));

// Stops a process if it is in the middle of something; true when it then stands there.
function stopIf(pid, isAmid) {
  if (!isAmid(pid)) return false;
  kill(pid, 'SIGSTOP');
  while (stateOf(pid) !== 'T');
  if (isAmid(pid)) return true;
  kill(pid, 'SIGCONT');
  return false;
}

// Stops a worker for each of these requests, in the middle of it. False when one of them was over
// before it was seen: it is a matter of milliseconds, and the caller tries again.
async function stopAmid(workers, isAmid, all, stopped) {
  while (stopped.length < all.promises.length && all.settled === 0) {
    for (const pid of workers) {
      if (!stopped.includes(pid) && stopIf(pid, isAmid)) stopped.push(pid);
    }
    await new Promise(setImmediate);
  }
  return all.settled === 0;
}

const TRIES = 200;

// Argon2id works in 19 MiB that it takes for itself and gives back: whoever is larger by that much
// has read the account, and has not begun to write.
const HASHING_BYTES = 19 << 20;
const sizeOf = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[0]) * 4096;

// The same for requests that hash a password. They may be sent several times.
export async function whileHashed(admin, send, meanwhile) {
  let last = [];
  for (let tries = 0; tries < TRIES; tries++) {
    const before = new Map((await workersNow(admin)).map(({ pid }) => [pid, sizeOf(pid)]));
    const isHashing = (pid) => sizeOf(pid) - before.get(pid) >= HASHING_BYTES;
    const stopped = [];
    try {
      const all = watched(send());
      const isHeld = await stopAmid([...before.keys()], isHashing, all, stopped);
      if (isHeld) await meanwhile();
      resume(stopped);
      last = await Promise.all(all.promises);
      if (isHeld) return last;
    } finally {
      resume(stopped);
    }
  }
  return assert.fail(`no password was seen being hashed: ${last.map((r) => r.text).join()}`);
}

// SQLite's lock of the one that writes is byte 120 of its shared index (its documentation of the
// write-ahead log says so). Others wait for it in the writers' queue.
const isWriting = (pid) =>
  new RegExp(`POSIX .* WRITE ${pid} \\S+ 120 120$`, 'm').test(readFileSync('/proc/locks', 'utf8'));

// Sends at most two requests that write, and lets none of them begin to before all have read: a
// worker that stores a long draft stands in their way.
export async function inOneQueue(admin, send) {
  const workers = (await workersNow(admin)).map((p) => p.pid);
  const filer = await register(admin.instance);
  const { id } = await draft(filer, 'subject');
  const data = { basic: { name: '长'.repeat(200000) } };
  const anything = { headers: { 'If-Match': '*' } };
  for (let tries = 0; tries < TRIES; tries++) {
    const stopped = [];
    try {
      const long = watched([filer.put(`/filings/${id}`, { data }, anything)]);
      const isHeld = await stopAmid(workers, isWriting, long, stopped);
      const all = watched(isHeld ? send() : []);
      if (isHeld) {
        await until('every request is in the queue', async () =>
          (await waiting(admin)).length >= all.promises.length, { ms: 25000, every: 10 });
      }
      resume(stopped);
      is(await long.promises[0], 200);
      if (isHeld) return await Promise.all(all.promises);
    } finally {
      resume(stopped);
    }
  }
  return assert.fail('nobody was seen writing');
}
