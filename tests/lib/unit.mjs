// The systemd unit as far as it can be kept without systemd: a mount and a network namespace, no
// capabilities, the system calls that it leaves. Needs root.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync,
  rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { program, root } from './instance.mjs';

export const unitPath = join(root, 'nginx/suanbei.service');
const IDS = { uid: 64012, gid: 64013 }; // nobody else's

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

// What the test brings about, and what only systemd can, or is no restriction.
const KEPT = [
  'User', 'Group', 'StateDirectory', 'StateDirectoryMode', 'RuntimeDirectory',
  'RuntimeDirectoryMode', 'UMask', 'ExecStart', 'NoNewPrivileges', 'CapabilityBoundingSet',
  'AmbientCapabilities', 'ProtectSystem', 'ProtectHome', 'PrivateTmp', 'PrivateDevices',
  'PrivateNetwork', 'PrivateMounts', 'IPAddressDeny', 'ProtectClock', 'ProtectHostname',
  'ProtectKernelLogs', 'ProtectKernelModules', 'ProtectKernelTunables', 'ProtectProc', 'ProcSubset',
  'RestrictAddressFamilies', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID',
  'LockPersonality', 'MemoryDenyWriteExecute', 'SystemCallArchitectures', 'SystemCallFilter',
  'SystemCallErrorNumber', 'LimitCORE',
];
const LEFT = [
  'Type', 'ExecReload', 'KillMode', 'TimeoutStopSec', 'Restart', 'RestartSec',
  'ProtectControlGroups', 'RemoveIPC', 'MemoryMax', 'TasksMax',
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
  const families = unit.get('RestrictAddressFamilies').at(-1).split(' ').map((x) => FAMILIES[x]);
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
  for (const [path, name] of [[state, 'StateDirectoryMode'], [run, 'RuntimeDirectoryMode']]) {
    chownSync(path, IDS.uid, IDS.gid);
    chmodSync(path, mode(name));
  }
  return { local, state, run };
}

export class Confined {
  constructor(folder) {
    this.unit = readUnit();
    this.folder = folder;
    Object.assign(this, layOut(folder, this.unit), IDS);
    this.socket = join(this.run, 'suanbei.sock');
  }

  // The process that becomes the program, behind all of it.
  spawn(args) {
    const log = openSync(join(this.folder, 'pool.log'), 'a');
    const line = [
      '--mount', '--net', '--', 'sh', join(root, 'tests/lib/confine.sh'), this.folder,
      'prlimit', `--core=${this.unit.get('LimitCORE').at(-1)}`, '--', 'setpriv',
      '--reuid', String(this.uid), '--regid', String(this.gid), '--clear-groups',
      '--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all', '--no-new-privs', '--',
      '/usr/local/lib/confine', '/usr/local/lib/filter', '/usr/local/bin/suanbei', ...args,
    ];
    const env = {
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
      STATE_DIRECTORY: '/var/lib/suanbei', RUNTIME_DIRECTORY: '/run/suanbei',
    };
    return spawn('unshare', line, { env, stdio: ['ignore', log, log] });
  }

  forget() {
    rmSync(realpathSync(this.run), { recursive: true, force: true });
  }

  log() {
    return readFileSync(join(this.folder, 'pool.log'), 'utf8');
  }

  // The words of ExecStart behind the program.
  command() {
    return this.unit.get('ExecStart').at(-1).split(/\s+/).slice(1);
  }
}
