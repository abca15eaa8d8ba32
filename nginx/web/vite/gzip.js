// Writes a .gz beside every file that compresses, for nginx's gzip_static.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const COMPRESSES = /\.(html|css|m?js|svg|json|wasm|txt)$/;

function* filesBelow(folder) {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    if (e.isDirectory()) yield* filesBelow(join(folder, e.name));
    else yield join(folder, e.name);
  }
}

export default function gzip() {
  let folder;
  return {
    name: 'suanbei-gzip',
    apply: 'build',
    configResolved: (config) => { folder = config.build.outDir; },
    writeBundle() {
      for (const file of filesBelow(folder)) {
        if (!COMPRESSES.test(file)) continue;
        const small = gzipSync(readFileSync(file), { level: 9 });
        writeFileSync(`${file}.gz`, small);
      }
    },
  };
}
