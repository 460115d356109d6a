#compdef secondsale
# Completion of secondsale for zsh. Candidates are words of letters, digits, . _ and -;
# compadd takes them as they are, nothing that is offered is evaluated.
_secondsale() {
    local line program="${${(Q)words[1]}/#\~\//$HOME/}"
    local -a values shown
    for line in "${(@f)$(_SECONDSALE_COMPLETE=zsh "$program" "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ $line == :files ]]; then
            [[ $words[CURRENT] == --*=* ]] && compset -P '*='
            _files
            continue
        fi
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done
    (( $#values )) && compadd -U -l -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _secondsale "$@"
else
    compdef _secondsale secondsale
fi
