# Completion of secondsale for bash. Candidates are words of letters, digits, . _ and -.
_secondsale() {
    local word program="${1/#\~\//$HOME/}"
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ $word == :files ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("$word")
        fi
    done < <(_SECONDSALE_COMPLETE=bash "$program" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _secondsale secondsale
