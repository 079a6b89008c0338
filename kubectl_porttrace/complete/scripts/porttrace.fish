# fish completion for kubectl-porttrace; to use it: kubectl_complete-porttrace --shell fish | source

function __kubectl_porttrace_complete
    # Newer versions of fish put variables in; older ones have no -x.
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    set -l cur (commandline -ct)
    set -l lines (kubectl_complete-porttrace $words[2..-1] "$cur" 2>/dev/null)
    set -l flag (string match -r -- '^--[^=]*=' "$cur")
    if test "$lines[-1]" = :0
        set lines (__fish_complete_path (string replace -- "$flag" "" "$cur"))
    else
        set -e lines[-1]
    end
    for line in $lines
        printf '%s\n' "$flag$line"
    end
end

complete -c kubectl-porttrace -e
complete -c kubectl-porttrace -k -f -a '(__kubectl_porttrace_complete)'
