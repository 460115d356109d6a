# Completion of secondsale for fish. Candidates are words of letters, digits, . _ and -.
function __secondsale_complete
    set -l words (commandline -opc)
    set words[1] (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l current (commandline -ct)
    for line in (env _SECONDSALE_COMPLETE=fish $words "$current" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c secondsale -f -a '(__secondsale_complete)'
