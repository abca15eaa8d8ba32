import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

// Paths of all plain files below a folder, relative to it. (readdir's own recursion stumbles over a
// socket in node 18.)
export async function filesBelow(folder, at = '') {
  const out = [];
  for (const e of await readdir(join(folder, at), { withFileTypes: true })) {
    if (e.isDirectory()) out.push(...(await filesBelow(folder, join(at, e.name))));
    else if (e.isFile()) out.push(join(at, e.name));
  }
  return out;
}
