import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';
import { kitConfig } from '../paths/tackle.ts';
import type { Stage } from '../stage.ts';

/** The ways in which an argument names a file, from a shell that stands in the project. */
function forms(stage: Stage): readonly string[] {
  const file = join(stage.elsewhere('beside'), 'file');
  writeFileSync(file, 'of elsewhere\n');
  stage.own(file);
  symlinkSync(file, join(stage.project, 'link'));
  return [file, `"$(realpath --relative-to=. ${file})"`, `--in=${file}`, 'link'];
}

/**
 * Whether the tool read the file, as it does natively, or was not started at all and the file and a way
 * to go on are named: anything but a tool that searches in vain for a file which is there.
 */
async function isReadOrNamed(stage: Stage, form: string): Promise<boolean> {
  const { end, out, err } = await stage.sh(
    `rm -f started; tool bash -c 'echo > started; cat "\${1#--in=}"' bash ${form}; end=$?; ls started; exit $end`,
  );
  const isRead = end === 0 && out === 'of elsewhere\nstarted\n';
  const isNamed = end === 125 && out === '' && err.includes('/file') && /^hint: /m.test(err);
  return isRead || isNamed;
}

export const outsideFiles: readonly Case[] = [
  {
    row: 31,
    part: 'an argument that names a file elsewhere: it is read, or named before the tool starts',
    streams: 'pipes',
    async observe(stage) {
      const seen = [];
      for (const form of forms(stage)) seen.push(await isReadOrNamed(stage, form));
      return seen;
    },
  },
  {
    row: 31,
    part: 'the same for a file in /tmp',
    streams: 'pipes',
    async observe(stage) {
      const directory = `/tmp/${stage.project.replaceAll('/', '-')}`;
      await stage.sh(`mkdir ${directory}; echo of elsewhere > ${directory}/file`);
      try {
        return await isReadOrNamed(stage, `${directory}/file`);
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  },
  {
    row: 31,
    part: 'a file elsewhere that the config lets in, when an argument names it',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(', share: [argument-files]'));
      const directory = stage.elsewhere('beside');
      const read =
        'for name; do name="${name#--in=}"; cat "$name"; stat -Lc "%F %u:%g %a" "$name"; done';
      const list = `tool bash -c 'ls "$1"; cat "$1/file"' bash ${directory}`;
      return stage.sh(`tool bash -c '${read}' bash ${forms(stage).join(' ')}; ${list}`);
    },
  },
];
