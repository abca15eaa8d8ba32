// A second nginx before an instance's pool.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from '../lib/instance.mjs';
import { request } from '../lib/http.mjs';

// With the product's configuration and two more locations.
export async function benchNginx(instance, helloSocket) {
  const folder = join(instance.folder, 'bench');
  const from = join(instance.var, 'nginx');
  cpSync(from, join(folder, 'nginx'), { recursive: true });
  mkdirSync(join(folder, 'log'));
  mkdirSync(join(folder, 'tmp'));
  const port = await freePort();
  const put = (name, text) => writeFileSync(join(folder, 'nginx', name), text);
  const read = (name) => readFileSync(join(folder, 'nginx', name), 'utf8');
  const params = read('suanbei/fastcgi_suanbei_params');
  const pass = /fastcgi_pass\s+suanbei;/;
  put('suanbei/bench_params', params.replace(pass, 'fastcgi_pass bench_hello;'));
  const locations = read('suanbei/suanbei_api');
  put('suanbei/bench_api', locations.replace('fastcgi_suanbei_params', 'bench_params'));
  const conf = read('nginx.conf')
    .replaceAll(`${instance.var}/nginx.pid`, `${folder}/nginx.pid`)
    .replaceAll(`${instance.var}/tmp`, `${folder}/tmp`)
    .replaceAll(`${instance.var}/log`, `${folder}/log`)
    .replace(/listen 127\.0\.0\.1:\d+;/, `listen 127.0.0.1:${port};`)
    .replace(/(\n\s*server \{)/, `\n    upstream bench_hello { server "unix:${helloSocket}"; }$1`)
    .replace(
      'include suanbei/suanbei.conf;',
      `location = /bench/200 { default_type text/plain; return 200 "hello\\n"; }
        location = /bench/hello { include suanbei/bench_api; }
        include suanbei/suanbei.conf;`);
  put('nginx.conf', conf);
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  const files = ['-c', join(folder, 'nginx', 'nginx.conf'), '-e', join(folder, 'log', 'error.log')];
  const options = { env: { ...process.env, PATH: path }, stdio: 'inherit' };
  const child = spawn('nginx', ['-p', folder, ...files], options);
  const url = `http://127.0.0.1:${port}`;
  const answers = async () => (await request(url, 'GET', '/bench/hello')).status === 200;
  await until('the bench nginx answers', answers);
  return { url, child };
}
