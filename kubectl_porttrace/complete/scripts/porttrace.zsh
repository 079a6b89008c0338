#compdef kubectl-porttrace
# zsh completion for kubectl-porttrace; to use it, behind compinit: source <(kubectl_complete-porttrace --shell zsh)

_kubectl_porttrace() {
    local word line tab=$'\t' directive
    local -a asked lines candidates
    # Take quotes away and put variables in, but run nothing.
    for word in "${(@)words[2,CURRENT-1]}"; do
        [[ $word == *[\`\;\&\|\<\>\(\)]* ]] || eval "word=$word" 2> /dev/null
        asked+=("$word")
    done
    lines=("${(@f)$(kubectl_complete-porttrace "${asked[@]}" "$PREFIX" 2> /dev/null)}")
    directive=${lines[-1]#:}
    if [[ $PREFIX == --*=* ]]; then
        compset -P 1 '*='
    fi
    if (( ! (directive & 4) )); then
        _files
        return
    fi
    for line in "${(@)lines[1,-2]}"; do
        # _describe takes what follows the first colon for the description.
        word=${line%%$tab*}
        candidates+=("${word//:/\\:}${${line#$word}/$tab/:}")
    done
    _describe -V 'candidates' candidates
}

# As a file of $fpath this is the function's body, and runs when it is first called.
if [[ $funcstack[1] == _kubectl_porttrace ]]; then
    _kubectl_porttrace "$@"
else
    compdef _kubectl_porttrace kubectl-porttrace
fi
