# Puts the commands of the project at hand on PATH, for bash and zsh: eval "$(tackle activate bash)"
#
# At each prompt the shell itself looks which configs there are, and whether one of them has another time than when Tackle was
# asked last. Only then Tackle is asked, by `tackle +activate`, which answers with one call of __tackle_take.

# Whatever failed before the prompt is what $? still says behind it; with `set -e`, a hook that fails would end the shell.
__tackle_hook() {
  local code=$? flags=$-
  [ -z "${ZSH_VERSION-}" ] || { emulate -L zsh && setopt no_err_exit no_err_return unset no_xtrace; }
  __tackle_look || :
  case $flags in *e*) return 0 ;; esac
  return "$code"
}

__tackle_look() {
  local found='' project='' at=${PWD%/} name is_here='' answer=''
  case $at in /*) ;; *) at='' ;; esac
  while :; do
    for name in tackle.yaml tackle.yml tackle.json .tacklerc .tacklerc.yaml .tacklerc.yml .tacklerc.json \
      .config/tackle.yaml .config/tackle.yml .config/tackle.json; do
      if [[ -e $at/$name ]]; then found+=$at/$name$'\n' is_here=yes project=yes; fi
    done
    # Tackle alone can say whether this one speaks of it.
    if [[ -e $at/package.json ]]; then found+=$at/package.json$'\n' project=yes; fi
    for name in tackle.local.yaml tackle.local.yml tackle.local.json; do
      if [[ -e $at/$name ]]; then found+=$at/$name$'\n'; fi
    done
    if [[ -n $is_here || -z $at ]]; then break; fi
    at=${at%/*}
  done
  if [[ -z $project ]]; then
    __tackle_found='' __tackle_seen=()
    __tackle_take off
    return
  fi
  at=${XDG_CONFIG_HOME-}
  case $at in /*) ;; *) at=${HOME-}/.config ;; esac
  for name in config.yaml config.yml config.json; do
    if [[ -e $at/tackle/$name ]]; then found+=$at/tackle/$name$'\n'; fi
  done
  found+=${TACKLE_TRUST-}$'\n'${XDG_DATA_HOME-}
  if [[ $found != "${__tackle_found-}" ]] || ! __tackle_is_same "${__tackle_seen[@]}"; then
    __tackle_seen=()
    if answer=$({ command tackle +activate sh; } 2>/dev/null </dev/null) && [[ -n $answer ]]; then
      eval "$answer"
    else
      __tackle_take keep
    fi
    __tackle_found=$found
  fi
  __tackle_path
}

# Files, each with two others: one a little older, and one a little younger than it was; or two empty words where there was none.
__tackle_is_same() {
  while [[ $# -gt 0 ]]; do
    if [[ -n $2 ]]; then
      [[ $1 -nt $2 && $1 -ot $3 ]] || return 1
    else
      [[ ! -e $1 ]] || return 1
    fi
    shift 3
  done
}

# on ROOT BIN '' FILES, off ROOT '' LINE FILES, or keep: what was not to be found out leaves a project that one is still in.
__tackle_take() {
  if [[ $1 = keep ]]; then
    [[ -n ${__tackle_root-} && $PWD/ = "${__tackle_root%/}"/* ]] || __tackle_take off
    __tackle_seen=("${@:2}")
    return
  fi
  if [[ $1 = on && ${__tackle_bin-} != "$3" ]]; then __tackle_is_new=yes; fi
  __tackle_root=${2-} __tackle_bin=${3-}
  if [[ -z ${4-} ]]; then
    __tackle_told=''
  elif [[ ${__tackle_told-} != "$2" ]]; then
    __tackle_told=$2
    printf '%s\n' "$4" >&2
  fi
  __tackle_seen=("${@:5}")
  __tackle_path
}

# Others change PATH as well, and some put back what it was before: what is ours in it is known by where it lies.
__tackle_path() {
  local projects=${XDG_DATA_HOME-} bin=${__tackle_bin-} others=:$PATH: rest=$PATH: kept='' each
  case $projects in /*) ;; *) projects=${HOME-}/.local/share ;; esac
  projects=${projects%/}/tackle/projects
  if [[ -n $bin ]]; then others=${others//":$bin:"/:}; fi
  if [[ -z ${__tackle_is_new-} && $others != *":$projects/"*/bin:* ]]; then
    if [[ -z $bin || :$PATH: = *":$bin:"* ]]; then return 0; fi
  fi
  __tackle_is_new=''
  while [[ -n $rest ]]; do
    each=${rest%%:*} rest=${rest#*:}
    if [[ $each != "$projects"/*/bin ]]; then kept+=:$each; fi
  done
  if [[ -n $bin ]]; then PATH=$bin$kept; else PATH=${kept#:}; fi
}

if [ -n "${ZSH_VERSION-}" ]; then
  typeset -ga precmd_functions
  precmd_functions=("${(@)precmd_functions:#__tackle_hook}" __tackle_hook)
elif [[ ${PROMPT_COMMAND[*]-} != *__tackle_hook* ]]; then
  # As the last: direnv puts itself first, and may put back a PATH of before.
  case $(declare -p PROMPT_COMMAND 2>/dev/null) in
    'declare -a'*) PROMPT_COMMAND+=(__tackle_hook) ;;
    *) PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__tackle_hook ;;
  esac
fi
