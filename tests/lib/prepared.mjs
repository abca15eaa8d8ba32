// A state folder as a first start leaves it, made once and copied for each instance after: a first
// start makes every step of the schema, hashes passwords and tries the whole set of rules. It is
// kept beside the build, by all that it depends on. What a first start does has a test of its own,
// tests/api/first_start.test.mjs, and so has each instance whose rules or keys are others.
import { createHash } from 'node:crypto';
import {
  cp, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, utimes,
} from 'node:fs/promises';
import { join, relative } from 'node:path';
import { filesBelow } from './folder.mjs';

const DAY = 24 * 3600 * 1000;
// Of one process or one start; the reserve is made again where it is missing.
const PASSING = /^(reserve|memory|run\.(lock|pid)|suanbei\.(pid|sock))$/;

async function keyOf({ root, program }) {
  const hash = createHash('sha256');
  const rules = (await filesBelow(join(root, 'rules'))).sort().map((at) => join('rules', at));
  const files = [program, ...[join('nginx', 'run.sh'), ...rules].map((at) => join(root, at))];
  for (const path of files)
    hash.update(`${relative(root, path)}\0`).update(await readFile(path)).update('\0');
  const day = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
  return `${day}-${hash.digest('hex').slice(0, 16)}`;
}

const exists = (path) => stat(path).then(() => true, () => false);

async function copyKept(from, to) {
  await mkdir(to, { recursive: true, mode: 0o750 });
  for (const e of await readdir(from, { withFileTypes: true }))
    if (e.isFile() && !PASSING.test(e.name)) await cp(join(from, e.name), join(to, e.name));
}

// Whoever comes second finds it made. Those of other days and builds go.
async function make(folder, name, start) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const instance = await start();
  await instance.stop();
  const work = await mkdtemp(join(folder, 'new-'));
  await copyKept(instance.var, work);
  await instance.end();
  await rename(work, join(folder, name)).catch((error) => {
    if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error;
    return rm(work, { recursive: true });
  });
  for (const other of await readdir(folder)) {
    const path = join(folder, other);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (other !== name && Date.now() - mtimeMs > DAY)
      await rm(path, { recursive: true, force: true });
  }
}

let known; // one hash of the program a process

// Fills to, which is not there yet. start() starts an instance from nothing.
export async function fillPrepared(to, { root, program, start }) {
  known ??= keyOf({ root, program });
  const name = await known, folder = join(program, '..', 'tests', 'prepared');
  if (!await exists(join(folder, name))) await make(folder, name, start);
  await copyKept(join(folder, name), to);
  await utimes(join(folder, name), new Date(), new Date());
}
