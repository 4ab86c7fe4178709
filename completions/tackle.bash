# Completes the words after `tackle`: source <(tackle completion bash)
#
# Tackle is given the line up to the cursor as it is typed. Nothing of it is expanded or executed.

_tackle() {
  local -a reply
  mapfile -t reply < <(command tackle +complete bash "$2" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
  COMPREPLY=()
  case ${reply[0]-} in
    words)
      COMPREPLY=("${reply[@]:1}")
      compopt -o nosort 2>/dev/null
      ;;
    files) compopt -o default ;;
    directories) compopt -o dirnames ;;
    tool) _tackle_tool "${reply[1]}" "${reply[2]-}${COMP_LINE:COMP_POINT}" ;;
  esac
}

# Completes what follows a command of this name as bash-completion would, where that is loaded, and else files.
_tackle_tool() {
  local offset
  for offset in _comp_command_offset _command_offset ''; do
    declare -F "$offset" >/dev/null && break
  done
  if [[ -z $offset ]]; then
    compopt -o default
    return
  fi
  # COMP_WORDS is cut at COMP_WORDBREAKS as well: how many of them stand before the tool's words?
  local line=$COMP_LINE count=0
  while ((${#line} > ${#2} && count < COMP_CWORD)); do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line#"${COMP_WORDS[count]}"}
    ((++count))
  done
  local COMP_POINT=$((COMP_POINT - ${#COMP_LINE} + ${#1} + ${#2})) COMP_LINE=$1$2
  local COMP_WORDS=("$1" "${COMP_WORDS[@]:count}") COMP_CWORD=$((COMP_CWORD - count + 1))
  "$offset" 0
}

# Before bash 4, what a function offers cannot be told from here to be files.
if ((BASH_VERSINFO[0] >= 4)); then
  complete -F _tackle tackle
fi
