#!/bin/sh
# A shim of Tackle for python3.8: as the project at hand says, and outside of projects the next one on PATH.
# Written by `tackle shims install`, and taken away by `tackle shims remove`.

tackle_shim_project() {
  [ -x /usr/bin/node ] && [ -f '/opt/it is/tackle/bin/tackle' ] && exec /usr/bin/node '/opt/it is/tackle/bin/tackle' shim python3.8 "$@"
  echo 'tackle: this shim is older than the installation of Tackle or Node' >&2
  echo 'hint: write it anew with `tackle shims install python3.8`' >&2
  exit 125
}

tackle_shim_at=$PWD
while :; do
  for tackle_shim_file in tackle.yaml tackle.yml tackle.json .tacklerc .tacklerc.yaml .tacklerc.yml .tacklerc.json .config/tackle.yaml .config/tackle.yml .config/tackle.json; do
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
  tackle_shim_at=${tackle_shim_at%/*}
done

tackle_shim_tried="$$ python3.8 "
case ${TACKLE_SHIM_TRIED-} in "$tackle_shim_tried"*) tackle_shim_tried=$TACKLE_SHIM_TRIED ;; esac
unset TACKLE_SHIM_TRIED
set -f
IFS=:
for tackle_shim_at in $PATH; do
  tackle_shim_file=${tackle_shim_at:-.}/python3.8
  if [ -f "$tackle_shim_file" ] && [ -x "$tackle_shim_file" ]; then
    case $tackle_shim_tried in *" $tackle_shim_file "*) continue ;; esac
    tackle_shim_line= tackle_shim_first=
    { { read -r tackle_shim_first && read -r tackle_shim_line; } <"$tackle_shim_file"; } 2>/dev/null
    case $tackle_shim_line in '# A shim of Tackle for '*) continue ;; esac
    case $tackle_shim_first in '#!'*) export TACKLE_SHIM_TRIED="$tackle_shim_tried$tackle_shim_file " ;; esac
    exec "$tackle_shim_file" "$@"
  fi
done
echo 'tackle: there is no command `python3.8` here: no project, and no other one on PATH' >&2
exit 127
