# Completes the words after `tackle`: tackle completion fish | source

# Sets what can stand at the cursor; false where files can, which fish completes by itself.
function __tackle_words_found
    set -g __tackle_words
    set -l words (commandline -opc)
    while string match -qr '^\w+=' -- $words[1]
        set -e words[1]
    end
    set -l raw (commandline -ct)
    # A quote that is still open is closed.
    set -l typed (string unescape -- $raw; or string unescape -- $raw\'; or string unescape -- $raw\")
    set -l reply (command tackle +complete fish $words[2..] "$typed" 2>/dev/null </dev/null)
    switch "$reply[1]"
        case words
            set __tackle_words $reply[2..]
        case files
            return 1
        case directories
            set __tackle_words "$reply[2]"(__fish_complete_directories (string replace -- "$reply[2]" '' "$typed"))
        case tool
            set -l line (string escape -- $reply[2] $words[(math $reply[3] + 2)..])
            set __tackle_words (complete -C "$line $raw")
    end
    return 0
end

complete -c tackle -e
complete -c tackle -k -f -n __tackle_words_found -a '$__tackle_words'
