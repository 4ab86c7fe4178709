import { commandNameOf, type AbsolutePath, type CommandName } from '../kernel/brand.ts';
import { quoteWord } from '../kernel/quote-word.ts';

/** What a shim has to know beforehand; it asks nobody. */
export interface ShimFacts {
  /** The program of this process: `env node` might find a shim. */
  readonly node: string;
  /** `bin/tackle` of this installation. */
  readonly tackle: string;
  /** What a project's config may be called, relative to the project. */
  readonly configNames: readonly string[];
}

/**
 * Where a shim has passed a process on to a script: the process, the command, and each of those scripts, with a blank behind each.
 * A script may be the shim of another manager (pyenv, nodenv, asdf), which executes the next program on PATH: this
 * shim again. When the same process comes by a second time, that script is passed over.
 */
export const TRIED = 'TACKLE_SHIM_TRIED';

const MARK = '# A shim of Tackle for ';

/**
 * The program that stands for a command on PATH, for any POSIX shell. Where a project is, it is `tackle shim COMMAND`;
 * everywhere else it becomes the next program of that name on PATH, without having started Node. Its variables
 * have names that nobody else exports, and it has no child: signals, descriptors and words stay what they are.
 */
export function shimText(command: CommandName, { node, tackle, configNames }: ShimFacts): string {
  const [program, script] = [quoteWord(node), quoteWord(tackle)];
  const names = configNames.filter((name) => name !== 'package.json').map(quoteWord);
  return `#!/bin/sh
${MARK}${command}: as the project at hand says, and outside of projects the next one on PATH.
# Written by \`tackle shims install\`, and taken away by \`tackle shims remove\`.
${command === 'node' ? itself(program, script) : ''}
tackle_shim_project() {
  [ -x ${program} ] && [ -f ${script} ] && exec ${program} ${script} shim ${command} "$@"
  echo 'tackle: this shim is older than the installation of Tackle or Node' >&2
  echo 'hint: write it anew with \`tackle shims install ${command}\`' >&2
  exit 125
}

tackle_shim_at=$PWD
while :; do
  for tackle_shim_file in ${names.join(' ')}; do
    tackle_shim_file=$tackle_shim_at/$tackle_shim_file
    if [ -e "$tackle_shim_file" ] || [ -L "$tackle_shim_file" ]; then tackle_shim_project "$@"; fi
  done
  if [ -f "$tackle_shim_at/package.json" ] && [ -r "$tackle_shim_at/package.json" ]; then
    tackle_shim_found=
    while IFS= read -r tackle_shim_line || [ -n "$tackle_shim_line" ]; do
      case $tackle_shim_line in *'"tackle"'*) tackle_shim_found=yes ;; esac
    done <"$tackle_shim_at/package.json"
    if [ -n "$tackle_shim_found" ]; then tackle_shim_project "$@"; fi
  fi
  [ -n "$tackle_shim_at" ] || break
  tackle_shim_at=\${tackle_shim_at%/*}
done

tackle_shim_tried="$$ ${command} "
case \${${TRIED}-} in "$tackle_shim_tried"*) tackle_shim_tried=$${TRIED} ;; esac
unset ${TRIED}
set -f
IFS=:
for tackle_shim_at in $PATH; do
  tackle_shim_file=\${tackle_shim_at:-.}/${command}
  if [ -f "$tackle_shim_file" ] && [ -x "$tackle_shim_file" ]; then
    case $tackle_shim_tried in *" $tackle_shim_file "*) continue ;; esac
    tackle_shim_line= tackle_shim_first=
    { { read -r tackle_shim_first && read -r tackle_shim_line; } <"$tackle_shim_file"; } 2>/dev/null
    case $tackle_shim_line in '${MARK}'*) continue ;; esac
    case $tackle_shim_first in '#!'*) export ${TRIED}="$tackle_shim_tried$tackle_shim_file " ;; esac
    exec "$tackle_shim_file" "$@"
  fi
done
echo 'tackle: there is no command \`${command}\` here: no project, and no other one on PATH' >&2
exit 127
`;
}

/** `#!/usr/bin/env node` of Tackle's own program finds this shim, and would find it again for ever. */
function itself(program: string, script: string): string {
  return `
case \${1-} in */tackle) [ "$1" -ef ${script} ] && exec ${program} "$@" ;; esac
`;
}

/** The command that a file of this text is a shim for; nothing when it is somebody else's file. */
export function commandOfShim(text: string): CommandName | undefined {
  const line = text.split('\n', 2)[1] ?? '';
  const name = line.startsWith(MARK) ? line.slice(MARK.length).split(':', 1)[0] : undefined;
  return name === undefined ? undefined : commandNameOf(name);
}

/** The scripts that this process has been passed on to as that command; see `TRIED`. */
export function triedScripts(said: string | undefined, pid: number, command: string): string {
  const own = `${pid} ${command} `;
  return said?.startsWith(own) === true ? said.slice(own.length) : '';
}

/** Where a directory's shim for a command lies. */
export function shimPath(directory: AbsolutePath, command: CommandName): AbsolutePath {
  return `${directory}/${command}` as AbsolutePath;
}
