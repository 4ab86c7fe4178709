#!/bin/sh
# A shim of Tackle for python3.8: as the project at hand says, and elsewhere the next one on PATH.
# Written by `tackle shims install`, and taken away by `tackle shims remove`.

tackle_shim_launch() {
  [ -x /usr/bin/node ] && [ -f '/opt/it is/tackle/bin/tackle' ] && exec /usr/bin/node '/opt/it is/tackle/bin/tackle' run -- python3.8 "$@"
  echo 'tackle: this shim is older than the installation of Tackle or Node' >&2
  echo 'hint: write it anew with `tackle shims install python3.8`' >&2
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

tackle_shim_name='*[!A-Za-z0-9_.+-]python3.8[!A-Za-z0-9_.+-]*'
tackle_shim_named=
tackle_shim_in "${XDG_CONFIG_HOME:-$HOME/.config}/tackle" config.yaml config.yml config.json
tackle_shim_found=
tackle_shim_up=$PWD
case $tackle_shim_up in /*) ;; *) tackle_shim_up= ;; esac
while :; do
  tackle_shim_in "$tackle_shim_up" tackle.yaml tackle.yml tackle.json .tacklerc .tacklerc.yaml .tacklerc.yml .tacklerc.json .config/tackle.yaml .config/tackle.yml .config/tackle.json
  tackle_shim_file=$tackle_shim_up/package.json
  if tackle_shim_readable "$tackle_shim_file" && tackle_shim_has "$tackle_shim_file" '*"tackle"*'; then
    tackle_shim_found=yes
    if tackle_shim_has "$tackle_shim_file" "$tackle_shim_name"; then tackle_shim_named=yes; fi
  fi
  if [ -n "$tackle_shim_found" ]; then
    tackle_shim_in "$tackle_shim_up" tackle.local.yaml tackle.local.yml tackle.local.json
    break
  fi
  [ -n "$tackle_shim_up" ] || break
  tackle_shim_up=${tackle_shim_up%/*}
done
if [ -n "$tackle_shim_named" ]; then tackle_shim_launch "$@"; fi

# Another manager's shim may look on PATH itself, and find this one again: in the same process it is then passed over, and in
# ever new ones there is an end.
tackle_shim_tried=
tackle_shim_times=0
case ${TACKLE_SHIM_PASSED-} in *' python3.8 '*)
  tackle_shim_times=${TACKLE_SHIM_PASSED#* python3.8 }
  tackle_shim_times=${tackle_shim_times%% *}
  case $tackle_shim_times in '' | *[!0-9]* | ????*) tackle_shim_times=0 ;; esac
  case $TACKLE_SHIM_PASSED in "$$ "*) tackle_shim_tried=${TACKLE_SHIM_PASSED#* python3.8 * } ;; esac
esac
if [ "$tackle_shim_times" -ge 100 ]; then
  echo 'tackle: `python3.8` on PATH leads back to its shim again and again' >&2
  echo 'hint: see them with `type -a python3.8`, and take the shim away with `tackle shims remove python3.8`' >&2
  exit 125
fi
set -f
IFS=:
for tackle_shim_at in $PATH; do
  tackle_shim_file=${tackle_shim_at:-.}/python3.8
  case $tackle_shim_file in /*) ;; *) tackle_shim_file=./$tackle_shim_file ;; esac
  if [ -f "$tackle_shim_file" ] && [ -x "$tackle_shim_file" ]; then
    case " $tackle_shim_tried" in *" $tackle_shim_file "*) continue ;; esac
    tackle_shim_line=
    { { read -r tackle_shim_line && read -r tackle_shim_line; } <"$tackle_shim_file"; } 2>/dev/null
    case $tackle_shim_line in '# A shim of Tackle for '*) continue ;; esac
    tackle_shim_times=$((tackle_shim_times + 1))
    export TACKLE_SHIM_PASSED="$$ python3.8 $tackle_shim_times $tackle_shim_tried$tackle_shim_file "
    exec "$tackle_shim_file" "$@"
  fi
done
echo 'tackle: there is no command `python3.8` here: no config names it, and no other one is on PATH' >&2
exit 127
