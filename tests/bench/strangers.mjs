// Six strangers have the worst checked, again as soon as they are answered, while somebody asks
// whether the service lives.
import { readFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, descendants } from '../lib/instance.mjs';
import { request } from '../lib/http.mjs';
import { strangersBodies } from '../lib/strangers.mjs';

const CLIENTS = 6;
const ASKED = 600;
const self = new URL(import.meta.url).pathname;
const post = (url, body) =>
  request(url, 'POST', '/api/v1/check', { body, headers: { 'Content-Type': 'application/json' } });

async function p99OfHealth(url) {
  const times = [];
  for (let n = 0; n < ASKED; n++) {
    const from = performance.now();
    const { status } = await request(url, 'GET', '/healthz');
    times.push(performance.now() - from);
    if (status !== 200) throw new Error(`/healthz answers ${status}`);
    await sleep(2);
  }
  return times.sort((a, b) => a - b)[Math.floor(ASKED * 0.99)];
}

function computed(instance) {
  const pool = descendants(instance.child.pid).filter((pid) => !/nginx/.test(commandOf(pid)));
  const of = (pid) => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  return pool.reduce((n, pid) => n + of(pid), 0);
}

async function dearest(url, bodies, instance) {
  let ms = 0, bytes = 0;
  for (const body of bodies) {
    const runs = [];
    for (let n = 0; n < 5; n++) {
      const from = computed(instance);
      bytes = Math.max(bytes, (await post(url, body)).buffer.length);
      runs.push(computed(instance) - from);
    }
    ms = Math.max(ms, runs.sort((a, b) => a - b)[runs.length >> 1]);
  }
  return { dearest_ms: ms, longest_kb: bytes / 1024 };
}

export async function strangersBench(url, company, instance) {
  const { bodies } = await strangersBodies(company);
  const list = Object.values(bodies);
  const most = await dearest(url, list, instance);
  const idle = await p99OfHealth(url);
  const clients = Array.from({ length: CLIENTS }, (_, n) => {
    const child = fork(self, [url], { stdio: 'inherit' });
    child.send(list.slice(n % list.length).concat(list.slice(0, n)));
    return child;
  });
  let busy;
  try {
    await sleep(500);
    busy = await p99OfHealth(url);
  } finally {
    for (const child of clients) child.kill('SIGTERM');
  }
  return { ...most, idle_ms: idle, busy_ms: busy, ratio: busy / idle };
}

// One of the six. Sent away, he comes again when he was told to.
if (process.send && process.argv[1] === self) {
  process.once('message', async (list) => {
    for (let n = 0; ; n++) {
      const r = await post(process.argv[2], list[n % list.length]);
      if (r.status === 503) await sleep(1000 * Number(r.headers['retry-after'] ?? 1));
    }
  });
}
