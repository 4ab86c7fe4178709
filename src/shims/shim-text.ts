import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import { LINK, MARK, type ShimFile } from './shim-mark.ts';

/** What a shim has to know beforehand; it asks nobody. */
export interface ShimFacts {
  /** The program of this process: `env node` might find a shim. */
  readonly node: string;
  /** `bin/tackle` of this installation. */
  readonly tackle: string;
  /** `native/launch` of this installation; absent where it has none. */
  readonly launch?: string;
  readonly configNames: ConfigNames;
}

/** What stands for a command on PATH: a link to `launch` (`native/launch/shim.h`), or a program that any shell knows. */
export function shimFor(command: CommandName, facts: ShimFacts): ShimFile {
  return facts.launch === undefined
    ? { kind: 'text', text: shimText(command, facts) }
    : { kind: 'link', target: LINK };
}

/** What a config may be called, without `package.json`. */
export interface ConfigNames {
  /** Relative to the project. */
  readonly project: readonly string[];
  /** Beside that of the project. */
  readonly local: readonly string[];
  /** In the user's own directory. */
  readonly user: readonly string[];
}

/** What a command's name is made of, as a class of a shell's pattern; see `commandNameOf`. */
const OF_NAMES = 'A-Za-z0-9_.+-';

/**
 * The program that stands for a command on PATH, for any POSIX shell. Where a config that counts here has the command's name
 * in it, it becomes `tackle run COMMAND …`; otherwise the next program of that name on PATH, without having started Node.
 * Its variables have names that nobody else exports, and it has no child: signals, descriptors and words stay what they are.
 */
export function shimText(command: CommandName, { node, tackle, configNames }: ShimFacts): string {
  const [program, script] = [quoteWord(node), quoteWord(tackle)];
  const { project, local, user } = configNames;
  return `#!/bin/sh
${MARK}${command}: as the project at hand says, and elsewhere the next one on PATH.
# Written by \`tackle shims install\`, and taken away by \`tackle shims remove\`.
${command === 'node' ? itself(program, script) : ''}
tackle_shim_launch() {
  [ -x ${program} ] && [ -f ${script} ] && exec ${program} ${script} run -- ${command} "$@"
  echo 'tackle: this shim is older than the installation of Tackle or Node' >&2
  echo 'hint: write it anew with \`tackle shims install ${command}\`' >&2
  exit 125
}

tackle_shim_readable() { [ -f "$1" ] && [ -r "$1" ]; }

# Whether a line of a file, with a blank on both sides, is of this pattern.
tackle_shim_has() {
  while IFS= read -r tackle_shim_line || [ -n "$tackle_shim_line" ]; do
    case " $tackle_shim_line " in $2) return 0 ;; esac
  done <"$1"
  return 1
}

# Which of the configs of these names are in a directory, and whether one of them has the command's name in it. One that
# cannot be read is Tackle's to complain of.
tackle_shim_in() {
  tackle_shim_at=$1
  shift
  for tackle_shim_file; do
    tackle_shim_file=$tackle_shim_at/$tackle_shim_file
    [ -e "$tackle_shim_file" ] || [ -L "$tackle_shim_file" ] || continue
    tackle_shim_found=yes
    if ! tackle_shim_readable "$tackle_shim_file" || tackle_shim_has "$tackle_shim_file" "$tackle_shim_name"; then
      tackle_shim_named=yes
    fi
  done
}

tackle_shim_name='*[!${OF_NAMES}]${command}[!${OF_NAMES}]*'
tackle_shim_named=
tackle_shim_in "\${XDG_CONFIG_HOME:-$HOME/.config}/tackle" ${user.map(quoteWord).join(' ')}
tackle_shim_found=
tackle_shim_up=$PWD
case $tackle_shim_up in /*) ;; *) tackle_shim_up= ;; esac
while :; do
  tackle_shim_in "$tackle_shim_up" ${project.map(quoteWord).join(' ')}
  tackle_shim_file=$tackle_shim_up/package.json
  if tackle_shim_readable "$tackle_shim_file" && tackle_shim_has "$tackle_shim_file" '*"tackle"*'; then
    tackle_shim_found=yes
    if tackle_shim_has "$tackle_shim_file" "$tackle_shim_name"; then tackle_shim_named=yes; fi
  fi
  if [ -n "$tackle_shim_found" ]; then
    tackle_shim_in "$tackle_shim_up" ${local.map(quoteWord).join(' ')}
    break
  fi
  [ -n "$tackle_shim_up" ] || break
  tackle_shim_up=\${tackle_shim_up%/*}
done
if [ -n "$tackle_shim_named" ]; then tackle_shim_launch "$@"; fi

# Another manager's shim may look on PATH itself, and find this one again: in the same process it is then passed over, and in
# ever new ones there is an end.
tackle_shim_tried=
tackle_shim_times=0
case \${TACKLE_SHIM_PASSED-} in *' ${command} '*)
  tackle_shim_times=\${TACKLE_SHIM_PASSED#* ${command} }
  tackle_shim_times=\${tackle_shim_times%% *}
  case $tackle_shim_times in '' | *[!0-9]* | ????*) tackle_shim_times=0 ;; esac
  case $TACKLE_SHIM_PASSED in "$$ "*) tackle_shim_tried=\${TACKLE_SHIM_PASSED#* ${command} * } ;; esac
esac
if [ "$tackle_shim_times" -ge ${MOST_TIMES} ]; then
  echo 'tackle: \`${command}\` on PATH leads back to its shim again and again' >&2
  echo 'hint: see them with \`type -a ${command}\`, and take the shim away with \`tackle shims remove ${command}\`' >&2
  exit 125
fi
set -f
IFS=:
for tackle_shim_at in $PATH; do
  tackle_shim_file=\${tackle_shim_at:-.}/${command}
  case $tackle_shim_file in /*) ;; *) tackle_shim_file=./$tackle_shim_file ;; esac
  if [ -f "$tackle_shim_file" ] && [ -x "$tackle_shim_file" ]; then
    case " $tackle_shim_tried" in *" $tackle_shim_file "*) continue ;; esac
    tackle_shim_line=
    { { read -r tackle_shim_line && read -r tackle_shim_line; } <"$tackle_shim_file"; } 2>/dev/null
    case $tackle_shim_line in '${MARK}'*) continue ;; esac
    tackle_shim_times=$((tackle_shim_times + 1))
    export TACKLE_SHIM_PASSED="$$ ${command} $tackle_shim_times $tackle_shim_tried$tackle_shim_file "
    exec "$tackle_shim_file" "$@"
  fi
done
echo 'tackle: there is no command \`${command}\` here: no config names it, and no other one is on PATH' >&2
exit 127
`;
}

/** Far more than commands run themselves inside each other. */
const MOST_TIMES = 100;

/** Tackle's own program looks for `node` on PATH, finds this shim, and would find it again for ever. */
function itself(program: string, script: string): string {
  return `
case \${1-} in */bin/tackle | */.bin/tackle) exec ${program} "$@" ;; esac
if [ "\${1-}" -ef ${script} ]; then exec ${program} "$@"; fi
`;
}

/** Where a directory's shim for a command lies. */
export function shimPath(directory: AbsolutePath, command: CommandName): AbsolutePath {
  return `${directory}/${command}` as AbsolutePath;
}
