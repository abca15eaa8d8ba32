// An nginx of a test's own in front of a pool that is there: the files of nginx/, filled in.
import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort, isAlive, kill, root, until } from './instance.mjs';
import { request } from './http.mjs';

const user = process.getuid() === 0 ? 'user root;' : '';

async function fill(name, names) {
  let text = await readFile(join(root, 'nginx', name), 'utf8');
  for (const [k, v] of Object.entries(names)) text = text.replaceAll(`@${k}@`, v);
  return text;
}

// more: lines of further configuration, by where they go (http, server). → url, stop()
export async function nginxBefore(socket, folder, more = {}) {
  const port = await freePort(), at = join(folder, 'nginx');
  const names = {
    USER: user, VAR: folder, STATE: folder, SOCKET: socket, PORT: String(port),
    HEALTH: join(dirname(socket), 'health.sock'),
    WEB: join(root, 'nginx/web/public'), CACHE: join(folder, 'tmp/pages'),
    OPEN: more.open ?? join(dirname(socket), 'open'), MEMORY: join(folder, 'tmp'),
  };
  await mkdir(join(at, 'suanbei'), { recursive: true });
  await mkdir(join(folder, 'log'), { recursive: true });
  await mkdir(join(folder, 'tmp/nginx'), { recursive: true });
  for (const name of await readdir(join(root, 'nginx')))
    if (/^(suanbei\.conf|suanbei-limits|suanbei_|fastcgi_)/.test(name))
      await cp(join(root, 'nginx', name), join(at, 'suanbei', name));
  const own = join(names.MEMORY, 'nginx');
  const temp = (await fill('suanbei_temp', names)).replaceAll('/run/suanbei-nginx', own);
  await writeFile(join(at, 'suanbei/suanbei_temp'), temp);
  let http = await fill('suanbei-http.conf.in', names);
  for (const [a, b] of more.http ?? []) http = http.replace(a, b);
  await writeFile(join(at, 'suanbei/suanbei-http.conf'), http);
  const conf = (await fill('standalone.conf.in', names))
    .replace('server_name localhost;', `server_name localhost; ${more.server ?? ''}`);
  await writeFile(join(at, 'nginx.conf'), conf);

  const args = ['-p', folder, '-c', join(at, 'nginx.conf'), '-e', join(folder, 'log/error.log')];
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const child = spawn('nginx', args, { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    kill(child.pid, 'SIGTERM');
    await until('nginx ends', () => !isAlive(child.pid));
  };
  try {
    await until('nginx answers', async () =>
      (await request(url, 'GET', '/healthz')).status === 200, { ms: 25000 });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, stop };
}
