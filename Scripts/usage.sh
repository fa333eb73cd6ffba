# Sourced by the scripts: whoever asks one for help is shown its head.
case ${1:-} in
    -h | --help)
        sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0"
        exit
        ;;
esac
