// Writes dist/THIRD-PARTY-NOTICES.txt: the licence of every package that the bundles hold, as that
// package ships it, or as it declares it. One that does neither stops the build.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|copying|mit-license)(\.|-|$)/i;

/** @param inputs the files that went into the bundles, relative to `root` */
export default function writeNotices({ root, dist, inputs }) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = PACKAGE.exec(input)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  const notices = [...folders].map((folder) => noticeOf(join(root, folder))).sort();
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
}

function noticeOf(folder) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  const readme = join(folder, 'README.md');
  const text = file
    ? readFileSync(join(folder, file), 'utf8')
    : existsSync(readme) && /^#+ licen[cs]e[^]*$/im.exec(readFileSync(readme, 'utf8'))?.[0];
  if (!text && !license) throw new Error(`${name} says its licence nowhere `);
  const home = typeof repository === 'string' ? repository : (repository?.url ?? '');
  return `${name} ${version} (${license}) ${home}\n\n${(text || 'The package says no more than that.').trim()}\n`;
}
