# Puts the commands of the project at hand on PATH: tackle activate fish | source
#
# At each prompt the shell itself looks which configs there are, and whether one of them has another time than when Tackle was
# asked last. Only then Tackle is asked, by `tackle +activate`, which answers with one call of __tackle_take.

function __tackle_hook --on-event fish_prompt
    set -l found
    set -l project
    set -l here
    set -l at $PWD
    test "$at" = /; and set at ''
    while true
        for name in tackle.yaml tackle.yml tackle.json .tacklerc .tacklerc.yaml .tacklerc.yml .tacklerc.json \
            .config/tackle.yaml .config/tackle.yml .config/tackle.json
            test -e "$at/$name"; and set -a found "$at/$name"; and set project yes; and set here yes
        end
        # Tackle alone can say whether this one speaks of it.
        test -e "$at/package.json"; and set -a found "$at/package.json"; and set project yes
        for name in tackle.local.yaml tackle.local.yml tackle.local.json
            test -e "$at/$name"; and set -a found "$at/$name"
        end
        test -n "$here" -o -z "$at"; and break
        set at "$(string replace -r '/[^/]*\z' '' -- $at)"
    end
    if test -z "$project"
        set -g __tackle_found
        __tackle_take off
        return
    end
    set at $XDG_CONFIG_HOME
    string match -q '/*' -- "$at"; or set at $HOME/.config
    for name in config.yaml config.yml config.json
        test -e "$at/tackle/$name"; and set -a found "$at/tackle/$name"
    end
    set -a found "$TACKLE_TRUST" "$XDG_DATA_HOME"
    if test "$found" != "$__tackle_found"; or not __tackle_is_same $__tackle_seen
        set -g __tackle_seen
        set -l answer
        set -l code 127
        # fish speaks of a command that is missing, wherever its stderr goes.
        if command -q tackle
            set answer (command tackle +activate fish 2>/dev/null </dev/null)
            set code $status
        end
        if test $code -eq 0 -a -n "$answer"
            string join -- \n $answer | source
        else
            __tackle_take keep
        end
        set -g __tackle_found $found
    end
    __tackle_path
end

# Files, each with two others: one a little older, and one a little younger than it was; or two empty words where there was none.
function __tackle_is_same
    while set -q argv[1]
        if test -n "$argv[2]"
            test "$argv[1]" -nt "$argv[2]" -a "$argv[1]" -ot "$argv[3]"; or return 1
        else
            test -e "$argv[1]"; and return 1
        end
        set -e argv[1..3]
    end
    return 0
end

# on ROOT BIN '' FILES, off ROOT '' LINE FILES, or keep: what was not to be found out leaves a project that one is still in.
function __tackle_take
    if test "$argv[1]" = keep
        set -l root "$(string replace -r '/\z' '' -- "$__tackle_root")/"
        if test -z "$__tackle_root" -o "$(string sub -l (string length -- $root) -- "$PWD/")" != "$root"
            __tackle_take off
        end
        set -g __tackle_seen $argv[2..]
        return
    end
    test "$argv[1]" = on -a "$__tackle_bin" != "$argv[3]"; and set -g __tackle_is_new yes
    set -g __tackle_root $argv[2]
    set -g __tackle_bin $argv[3]
    if test -z "$argv[4]"
        set -g __tackle_told
    else if test "$__tackle_told" != "$argv[2]"
        set -g __tackle_told $argv[2]
        echo $argv[4] >&2
    end
    set -g __tackle_seen $argv[5..]
    __tackle_path
end

# Others change PATH as well, and some put back what it was before: what is ours in it is known by where it lies.
function __tackle_path
    set -l projects $XDG_DATA_HOME
    string match -q '/*' -- "$projects"; or set projects $HOME/.local/share
    set projects (string replace -r '/\z' '' -- $projects)/tackle/projects
    set -l pattern '^'(string escape --style=regex -- $projects)'/.*/bin/?$'
    set -l ours (string match -r -- $pattern $PATH)
    test -z "$__tackle_is_new" -a "$ours" = "$__tackle_bin"; and return
    set -g __tackle_is_new
    set -l kept (string match -v -r -- $pattern $PATH)
    if test -n "$__tackle_bin"
        set -gx PATH $__tackle_bin $kept
    else
        set -gx PATH $kept
    end
end
