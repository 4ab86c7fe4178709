import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { jetbrainsFields, neovimSnippet } from '../editors/instructions.ts';
import { mergeSettings, type Merged } from '../editors/merge-settings.ts';
import {
  settingsNotEditable,
  settingsNotWritten,
  settingsOutside,
  type EditorsProblem,
} from '../editors/problems.ts';
import { settingsObject, vscodeSettings, type Setting } from '../editors/settings.ts';
import { createWhole } from '../host/create-whole.ts';
import { realPathOf } from '../host/real-path.ts';
import { writeWhole } from '../host/write-whole.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { done, failed } from './command.ts';
import type { ProjectShims } from './keep-project-shims.ts';
import { ourStderr } from './our-stderr.ts';
import { remark } from './remark.ts';
import { shortPath } from './short-path.ts';
import { shownTable } from './shown-table.ts';
import { trustedShims } from './trusted-shims.ts';
import { visible } from './visible-text.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle ide vscode|jetbrains|neovim [--print]`: what has an editor take the project's commands, which are made on the way. */
export const main: CommandMain = async ({ words: [editor], options }, context) => {
  const shims = await trustedShims(context);
  if (!shims.ok) return shims.error;
  const { directory, commands, project } = shims.value;
  if (editor === 'neovim') {
    return writeOut(neovimSnippet(realPathOf(project.root) ?? project.root, directory));
  }
  if (editor === 'jetbrains') {
    const fields = jetbrainsFields(commands, directory);
    return writeOut(shownTable(fields.map(({ where, value }) => [where, value])));
  }
  const settings = vscodeSettings(commands, directory);
  if (options['print'] === true) return writeJson(settingsObject(settings));
  return await putIn(shims.value, settings, context);
};

/** Where settings say something else, they are left, and the difference is shown: with status 1, as `tackle init` has it. */
async function putIn(
  { project }: ProjectShims,
  settings: readonly Setting[],
  context: Context,
): Promise<Outcome> {
  const file = `${project.root}/.vscode/settings.json`;
  const name = visible(shortPath(file, context.cwd.logical));
  const merged = await write(file, project.root, settings);
  if (!merged.ok) return failed(merged.error);
  const { added, others } = merged.value;
  if (added.length > 0) {
    const lines = added.map((setting) => `  ${setting.key}\n`);
    const head = `tackle: \`${name}\` goes by the shims of this project now\n`;
    remark([head, ...new Set(lines)].join(''), context);
  } else if (others.length === 0) {
    remark(`tackle: \`${name}\` goes by the shims of this project already\n`, context);
  }
  if (others.length === 0) return done;
  const head = [`--- ${name}`, '+++ what goes by the shims of this project'];
  const lines = others.flatMap(({ setting, now }) => [
    `-  ${keyOf(setting)}: ${visible(JSON.stringify(now))}`,
    `+  ${keyOf(setting)}: ${visible(JSON.stringify(setting.value))}`,
  ]);
  const written = await writeOut([...head, ...lines].map((line) => `${line}\n`).join(''));
  if (written.kind !== 'exited') return written;
  ourStderr().write(`tackle: what \`${name}\` says otherwise is left as it is\n`);
  return { kind: 'exited', status: 1 };
}

function keyOf({ key, entry }: Setting): string {
  return entry === undefined ? JSON.stringify(key) : `${JSON.stringify(key)}: "${entry}"`;
}

/** Editors on Windows put one in front. */
const MARK = '\uFEFF';

async function write(
  file: string,
  root: string,
  settings: readonly Setting[],
): Promise<Result<Merged, EditorsProblem>> {
  try {
    await mkdir(`${root}/.vscode`, { recursive: true });
    const before = await textOf(file, root);
    if (before === 'outside') return err(settingsOutside(file));
    const { text = '', mark = '', mode, real = file } = before;
    const merged = mergeSettings(text, settings);
    if (merged === undefined) {
      const lines = JSON.stringify(settingsObject(settings), undefined, 2).split('\n');
      return err(settingsNotEditable(file, lines));
    }
    if (merged.added.length === 0) return ok(merged);
    if (mode === undefined) await createWhole(file, merged.text);
    else await writeWhole(real, mark + merged.text, { mode: mode & 0o7777 });
    return ok(merged);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(settingsNotWritten(file, code ?? message));
  }
}

interface Text {
  readonly text?: string;
  readonly mark?: string;
  readonly mode?: number;
  readonly real?: string;
}

/** Nothing of what is not there yet. What a symbolic link leads to is changed, not the link: in the project, and nowhere else. */
async function textOf(file: string, root: string): Promise<Text | 'outside'> {
  const top = await realpath(root);
  const directory = await realpath(`${root}/.vscode`);
  if (!`${directory}/`.startsWith(`${top}/`)) return 'outside';
  try {
    const real = await realpath(file);
    if (!real.startsWith(`${top}/`)) return 'outside';
    const { mode } = await stat(real);
    const all = await readFile(real, 'utf8');
    const mark = all.startsWith(MARK) ? MARK : '';
    return { text: all.slice(mark.length), mark, mode, real };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return {};
  }
}
