# bash completion for kubectl-porttrace; to use it: source <(kubectl_complete-porttrace --shell bash)

_kubectl_porttrace() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word blanks i
    # bash also parts words at ":" and "=": what no blank parts is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${line%%[![:blank:]]*}
        line=${line#"$blanks"}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$line
        line=${line#"$word"}
        if [[ $i == 0 || -n $blanks ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done
    local last=$((${#words[@]} - 1))
    # Take quotes away and put variables in, but run nothing.
    for ((i = 1; i < last; i++)); do
        [[ ${words[i]} == *['`;&|<>()']* ]] || eval "words[i]=${words[i]}" 2> /dev/null
    done
    _kubectl_porttrace_offer "${words[last]}" "$(kubectl_complete-porttrace "${words[@]:1}" 2> /dev/null)"
}

_kubectl_porttrace_offer() {
    local cur=$1 tab=$'\t' directive=${2##*:} flag="" head="" breaks value comment line
    local values=() comments=() longest=0 i
    COMPREPLY=()
    if ((directive & 4)); then compopt +o default 2> /dev/null; fi
    if ((directive & 32)); then compopt -o nosort 2> /dev/null; fi
    if [[ $cur == --*=* ]]; then flag=${cur%%=*}=; fi
    # readline replaces no more than what follows the last of the letters at which words are parted.
    breaks=${COMP_WORDBREAKS//[!:=@]/}
    if [[ -n $breaks ]]; then head=${cur%"${cur##*["$breaks"]}"}; fi
    while IFS= read -r line; do
        value=$flag${line%%"$tab"*}
        comment=${line#*"$tab"}
        [[ -n $line && $value == "$cur"* ]] || continue
        value=${value#"$head"}
        [[ $line == *"$tab"* ]] || comment=""
        values+=("$value")
        comments+=("$comment")
        if ((${#value} > longest)); then longest=${#value}; fi
    done <<< "${2%:*}"
    if ((${#values[@]} == 1)) || [[ $COMP_TYPE == 37 || $COMP_TYPE == 42 ]]; then
        for ((i = 0; i < ${#values[@]}; i++)); do COMPREPLY+=("$(printf %q "${values[i]}")"); done
        return
    fi
    for ((i = 0; i < ${#values[@]}; i++)); do
        printf -v line '%-*s  (%s)' "$longest" "${values[i]}" "${comments[i]}"
        if [[ -z ${comments[i]} ]]; then line=${values[i]}; fi
        COMPREPLY+=("${line:0:${COLUMNS:-80}}")
    done
}

complete -o default -F _kubectl_porttrace kubectl-porttrace
