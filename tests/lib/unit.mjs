// The systemd unit as far as it can be kept without systemd: a mount and a network namespace, no
// capabilities, the system calls that it leaves. Needs root.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync,
  realpathSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, kill, program, root, until } from './instance.mjs';
import { nginxBefore } from './nginx.mjs';

export const unitPath = join(root, 'nginx/suanbei.service');
export const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
export const noSystemd = !hasSystemd && 'systemd-analyze is not installed: make setup-test';
// Why a pool cannot be put up behind what the unit closes; false: it can.
export const cannot = process.env.SAN ? 'the sanitizers need more than the unit leaves'
  : process.getuid() !== 0 ? 'only root can put up what systemd would' : noSystemd;
const IDS = { uid: 64012, gid: 64013 }; // nobody else's

export const dropInPath = (name) => `${unitPath}.d/${name}.conf`;

// → Map of a directive to its values, in order
export function readUnit(text = readFileSync(unitPath, 'utf8')) {
  const lines = text.replace(/\\\n\s*/g, '').split('\n');
  const out = new Map();
  for (const line of lines.slice(lines.indexOf('[Service]') + 1)) {
    if (line.startsWith('[')) break;
    const at = line.indexOf('=');
    if (at < 0 || line.startsWith('#')) continue;
    const name = line.slice(0, at);
    out.set(name, [...(out.get(name) ?? []), line.slice(at + 1)]);
  }
  return out;
}

// The same with drop-ins behind it.
export function unitWith(names) {
  const out = readUnit();
  for (const name of names)
    for (const [key, values] of readUnit(readFileSync(dropInPath(name), 'utf8')))
      out.set(key, [...(out.get(key) ?? []), ...values]);
  return out;
}

// The unit with these drop-ins, in a folder as systemd wants it, of a program that is there.
export function installed(names) {
  const folder = mkdtempSync(join(tmpdir(), 'suanbei-unit-'));
  const path = join(folder, 'suanbei.service');
  writeFileSync(path, readFileSync(unitPath, 'utf8').replaceAll('/usr/local/bin/suanbei', program));
  cpSync(unitPath.replace(/service$/, 'socket'), join(folder, 'suanbei.socket'));
  mkdirSync(`${path}.d`);
  for (const name of names) cpSync(dropInPath(name), join(`${path}.d`, `${name}.conf`));
  return { path, forget: () => rmSync(folder, { recursive: true }) };
}

// What the test brings about, and what only systemd can, or is no restriction.
const KEPT = [
  'User', 'Group', 'StateDirectory', 'StateDirectoryMode', 'RuntimeDirectory',
  'RuntimeDirectoryMode', 'UMask', 'ExecStart', 'NoNewPrivileges', 'CapabilityBoundingSet',
  'AmbientCapabilities', 'ProtectSystem', 'ProtectHome', 'PrivateTmp', 'PrivateDevices',
  'PrivateNetwork', 'PrivateMounts', 'IPAddressDeny', 'ProtectClock', 'ProtectHostname',
  'ProtectKernelLogs', 'ProtectKernelModules', 'ProtectKernelTunables', 'ProtectProc', 'ProcSubset',
  'RestrictAddressFamilies', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID',
  'LockPersonality', 'MemoryDenyWriteExecute', 'SystemCallArchitectures', 'SystemCallFilter',
  'SystemCallErrorNumber', 'LimitCORE', 'Environment',
];
const LEFT = [
  'Type', 'NotifyAccess', 'TimeoutStartSec', 'RuntimeDirectoryPreserve', 'ExecReload', 'KillMode',
  'TimeoutStopSec', 'Restart', 'RestartSec', 'ProtectControlGroups', 'RemoveIPC', 'MemoryMax',
  'TasksMax', 'IPAddressAllow',
];

// A directive that is new must be put on one of the lists.
export function isWholeKnown(unit) {
  assert.deepEqual([...unit.keys()].filter((k) => !KEPT.includes(k) && !LEFT.includes(k)), []);
}

const said = (...args) => execFileSync(...args, { encoding: 'utf8' });

// The system calls of a name or a group.
function callsOf(word) {
  if (!word.startsWith('@')) return [word];
  const lines = said('systemd-analyze', ['syscall-filter', word]).split('\n').slice(1);
  return lines.map((l) => l.trim()).filter((l) => l && !l.startsWith('#')).flatMap(callsOf);
}

function numbers() {
  const text = said('gcc', ['-dM', '-E', '-include', 'sys/syscall.h', '-x', 'c', '/dev/null']);
  return new Map([...text.matchAll(/^#define __NR_(\w+) (\d+)$/gm)].map(([, k, v]) => [k, v]));
}

const FAMILIES = { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10, AF_NETLINK: 16 };

// The lines that confine.c reads.
function filterOf(unit) {
  const calls = new Set(), of = numbers();
  for (const line of unit.get('SystemCallFilter')) {
    const isTaken = line.startsWith('~');
    for (const call of line.replace('~', '').split(' ').flatMap(callsOf))
      if (isTaken) calls.delete(call);
      else calls.add(call);
  }
  const is = (name) => unit.get(name)?.at(-1) === 'yes';
  if (is('LockPersonality')) calls.delete('personality');
  const families = unit.get('RestrictAddressFamilies').flatMap((x) => x.split(' '))
    .map((x) => FAMILIES[x]);
  return [
    ...(is('MemoryDenyWriteExecute') ? ['code'] : []),
    ...(is('RestrictNamespaces') ? ['namespaces'] : []),
    ...(is('RestrictSUIDSGID') ? ['suid'] : []),
    `families ${families.join(' ')}`,
    ...[...calls].filter((c) => of.has(c)).map((c) => `allow ${of.get(c)}`), '',
  ].join('\n');
}

// A folder that holds what the unit finds below /usr/local, /var/lib and /run.
function layOut(folder, unit) {
  const mode = (name) => parseInt(unit.get(name).at(-1), 8);
  const [local, state, run] = ['local', 'state', 'run'].map((x) => join(folder, x));
  for (const path of [join(local, 'bin'), join(local, 'share/suanbei'), join(local, 'lib')])
    mkdirSync(path, { recursive: true });
  cpSync(program, join(local, 'bin/suanbei'));
  cpSync(join(root, 'rules'), join(local, 'share/suanbei/rules'), { recursive: true });
  execFileSync('gcc', ['-D_GNU_SOURCE', '-O1', '-o', join(local, 'lib/confine'),
    join(root, 'tests/lib/confine.c')]);
  writeFileSync(join(local, 'lib/filter'), filterOf(unit));
  execFileSync('chmod', ['-R', 'a+rX', local]);
  mkdirSync(state);
  symlinkSync(mkdtempSync('/dev/shm/suanbei-unit-'), run); // in memory, as /run is
  const own = (path, name) => {
    chownSync(path, IDS.uid, IDS.gid);
    chmodSync(path, mode(name));
  };
  own(state, 'StateDirectoryMode');
  own(run, 'RuntimeDirectoryMode');
  for (const name of unit.get('StateDirectory').slice(1)) {
    mkdirSync(join(folder, 'more', name), { recursive: true });
    own(join(folder, 'more', name), 'StateDirectoryMode');
  }
  return { local, state, run };
}

export class Confined {
  constructor(dropIns = []) {
    this.unit = unitWith(dropIns);
    this.folder = mkdtempSync(join(tmpdir(), 'suanbei-unit-'));
    chmodSync(this.folder, 0o711);
    Object.assign(this, layOut(this.folder, this.unit), IDS);
    this.socket = join(this.run, 'suanbei.sock');
  }

  // The process that becomes the program, behind all of it.
  spawn(args) {
    const log = openSync(join(this.folder, 'pool.log'), 'a');
    const isAlone = this.unit.get('PrivateNetwork').at(-1) === 'yes';
    const line = [
      '--mount', ...(isAlone ? ['--net'] : []), '--',
      'sh', join(root, 'tests/lib/confine.sh'), this.folder,
      'prlimit', `--core=${this.unit.get('LimitCORE').at(-1)}`, '--',
      'setpriv', '--reuid', String(this.uid), '--regid', String(this.gid), '--clear-groups',
      '--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all', '--no-new-privs', '--',
      '/usr/local/lib/confine', '/usr/local/lib/filter', '/usr/local/bin/suanbei', ...args,
    ];
    const env = {
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
      STATE_DIRECTORY: '/var/lib/suanbei', RUNTIME_DIRECTORY: '/run/suanbei',
    };
    return spawn('unshare', line, { env, stdio: ['ignore', log, log] });
  }

  // With the first accounts, behind an nginx of its own. Accounts of tests have no authenticators.
  async begin() {
    const state = ['--state', '/var/lib/suanbei', '--rules', '/usr/local/share/suanbei/rules'];
    const first = this.spawn(['user', 'bootstrap', ...state]);
    const code = await new Promise((done) => first.on('close', done));
    assert.equal(code, 0, this.log());
    this.child = this.spawn([...this.command(), '--trial']);
    await until('the pool listens', () => {
      if (this.child.exitCode !== null)
        throw Object.assign(new Error(this.log()), { isFinal: true });
      return existsSync(this.socket);
    }, { ms: 30000 });
    this.nginx = await nginxBefore(this.socket, join(this.folder, 'front'));
    this.credentials = JSON.parse(readFileSync(join(this.state, 'credentials.json'), 'utf8'));
    this.url = this.nginx.url;
  }

  async end() {
    await this.nginx?.stop();
    if (this.child?.exitCode === null) {
      kill(this.child.pid, 'SIGTERM');
      await until('the pool ends', () => !isAlive(this.child.pid), { ms: 30000 });
    }
    rmSync(realpathSync(this.run), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true });
  }

  log() {
    return readFileSync(join(this.folder, 'pool.log'), 'utf8');
  }

  // The words of ExecStart behind the program; /etc/suanbei lies in a folder of the test.
  command() {
    const [, options] = /^"?OPTIONS=(.*?)"?$/.exec(this.unit.get('Environment').at(-1));
    const words = this.unit.get('ExecStart').at(-1).replace('$OPTIONS', options);
    return words.replaceAll('/etc/suanbei/', '/usr/local/etc/').trim().split(/\s+/).slice(1);
  }
}
