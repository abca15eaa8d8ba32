// Starts an instance of its own for a test: nginx/run.sh on a free port with a temporary state
// folder. It is ended by pid, because others run the same programs on this machine.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync, readdirSync, openSync, closeSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from './http.mjs';
import { filesBelow } from './folder.mjs';
import { fillPrepared } from './prepared.mjs';

export { filesBelow };

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
// The build under test: build, or build/san.
export const program = resolve(root, process.env.SUANBEI_BUILD ?? 'build', 'suanbei');

// Asked with LONG=1: sizes are whole, which takes several times as long.
export const isLong = process.env.LONG === '1';

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Nobody takes what leaves the house.
export const NOBODY_TAKES = { outbox_command: 'exit 3', outbox_tries_max: 1 };

// Polls until fn gives something true; the words say what did not come.
export async function until(words, fn, { ms = 15000, every = 50 } = {}) {
  const end = Date.now() + ms;
  let last;
  for (;;) {
    try {
      const value = await fn();
      if (value) return value;
    } catch (error) {
      if (error.isFinal) throw error;
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`waited ${ms} ms for: ${words}`, last ? { cause: last } : undefined);
    await sleep(every);
  }
}

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, state: rest[0], ppid: Number(rest[1]), start: rest[19] };
  } catch {
    return null;
  }
}

export const isAlive = (pid) => {
  const s = stat(pid);
  return s !== null && s.state !== 'Z';
};

// All living descendants of pid, parents before children.
export function descendants(pid) {
  const all = readdirSync('/proc')
    .filter((n) => /^\d+$/.test(n))
    .map((n) => stat(Number(n)))
    .filter((s) => s && s.state !== 'Z');
  const out = [];
  for (const queue = [pid]; queue.length; ) {
    const parent = queue.shift();
    for (const s of all) if (s.ppid === parent) out.push(s.pid), queue.push(s.pid);
  }
  return out;
}

// → false when the process ended by itself a moment ago
export function kill(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

export const commandOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

// Those that make the first start another.
const OF_FIRST_START = ['RULES', 'RULES_LOCAL', 'KEY_FILE'];

export class Instance {
  // rules: 'own' copies rules/ into the state folder so that a test may edit it. env holds further
  // variables of nginx/run.sh, settings those of a file that it makes for --config. isFirst: it
  // starts from nothing, where others find the state that a first start left.
  static async start({ rules, env = {}, keep, settings, isFirst = false } = {}) {
    const i = new Instance();
    i.folder = keep ?? (await mkdtemp(join(tmpdir(), 'suanbei-test-')));
    i.var = join(i.folder, 'var');
    i.env = { SUANBEI: program, ...env };
    if (rules === 'own') {
      i.rules = join(i.folder, 'rules');
      await cp(join(root, 'rules'), i.rules, { recursive: true });
      i.env.RULES = i.rules;
    }
    if (settings) {
      i.env.CONFIG = join(i.folder, 'config.json');
      await writeFile(i.env.CONFIG, JSON.stringify(settings));
    }
    try {
      if (!isFirst && !existsSync(i.var) && !OF_FIRST_START.some((name) => env[name]))
        await fillPrepared(i.var, { root, program, start: firstStart });
      await i.up();
    } catch (error) {
      await rm(i.folder, { recursive: true, force: true });
      throw error;
    }
    return i;
  }

  async up() {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.logPath = join(this.folder, 'run.log');
    const log = openSync(this.logPath, 'a');
    this.child = spawn('bash', [join(root, 'nginx', 'run.sh')], {
      cwd: root,
      env: { ...process.env, ...this.env, PORT: String(this.port), VAR: this.var },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.exited = new Promise((resolve) =>
      this.child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    let gone = null;
    this.exited.then((how) => (gone = how));
    try {
      await until('the instance answers /healthz', async () => {
        const words = `nginx/run.sh ended: ${JSON.stringify(gone)}`;
        if (gone) throw Object.assign(new Error(words), { isFinal: true });
        return (await request(this.url, 'GET', '/healthz')).status === 200;
      }, { ms: 25000 });
      this.credentials = JSON.parse(await readFile(join(this.var, 'credentials.json'), 'utf8'));
    } catch (error) {
      const log_ = (await this.log()).slice(-3000);
      await this.stop();
      throw new Error(`the instance did not start: ${error.message}\n${log_}`, { cause: error });
    }
  }

  log() {
    return readFile(this.logPath, 'utf8').catch(() => '');
  }

  // Everything the pool and nginx write to their logs below VAR.
  async logs() {
    const names = (await filesBelow(this.var).catch(() => [])).filter((n) => n.endsWith('.log'));
    const texts = await Promise.all(
      names.map((n) => readFile(join(this.var, n), 'utf8').catch(() => '')),
    );
    return [await this.log(), ...texts].join('\n');
  }

  // As until(), for what the pool has to do by itself: a failure shows the end of the logs.
  async until(words, fn, options) {
    try {
      return await until(words, fn, options);
    } catch (cause) {
      throw new Error(`${cause.message}\n${(await this.logs()).slice(-1500)}`, { cause });
    }
  }

  processes() {
    const look = (pid) => ({ pid, command: commandOf(pid), ppid: stat(pid)?.ppid });
    return descendants(this.child.pid).map(look);
  }

  master() {
    const mine = this.processes().filter((p) => /suanbei\S* serve\b/.test(p.command));
    const pids = new Set(mine.map((p) => p.pid));
    return mine.find((p) => !pids.has(p.ppid))?.pid;
  }

  // Ends it gracefully. What is left after the grace time is killed, each process by its own pid.
  async stop() {
    if (!this.child) return;
    const mine = [this.child.pid, ...descendants(this.child.pid)];
    const born = new Map(mine.map((pid) => [pid, stat(pid)?.start]));
    const left = () => mine.filter((pid) => isAlive(pid) && stat(pid)?.start === born.get(pid));
    if (left().includes(this.child.pid)) this.child.kill('SIGTERM');
    try {
      await until('the instance ends', () => left().length === 0, { ms: 20000 });
    } catch {
      this.leftover = left().map((pid) => `${pid} ${commandOf(pid)}`);
      for (const pid of left()) kill(pid, 'SIGKILL');
    }
    await this.exited;
    this.child = null;
  }

  async end() {
    await this.stop();
    const isReport = (l) => /(Address|Leak|UndefinedBehavior)Sanitizer|runtime error:/.test(l);
    const report = (await this.logs()).split('\n').find(isReport);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    if (report) throw new Error(`a sanitizer spoke: ${report}`);
    const left = this.leftover;
    if (left) throw new Error(`processes did not end on TERM: ${left.join('; ')}`);
  }
}

const firstStart = () => Instance.start({ isFirst: true });

// Runs an instance of its own under these settings, and ends it.
export async function withSettings(settings, run, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-config-'));
  const CONFIG = join(folder, 'config.json');
  await writeFile(CONFIG, JSON.stringify(settings));
  let instance;
  try {
    instance = await Instance.start({ ...options, env: { CONFIG } });
    await run(instance);
  } finally {
    await instance?.end();
    await rm(folder, { recursive: true, force: true });
  }
}

// Bytes of a process's memory: what the kernel counts under that name in its status.
function memory(pid, name) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)[1]) * 1024;
}
export const vmHighWater = (pid) => memory(pid, 'VmHWM');
export const rss = (pid) => memory(pid, 'VmRSS');
