
# Values that depend on the machine, or that go on after their name; the rest is picocli's.
_jconntrack() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} path names=
  # bash takes --name=x for three words
  if [[ $word == = ]]; then
    word=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $option in
    --name)
      for path in /dev/shm/jconntrack-*/; do
        [[ -d $path ]] || continue
        path=${path#/dev/shm/jconntrack-}
        names+=" ${path%/}"
      done
      COMPREPLY=($(compgen -W "$names" -- "$word")) ;;
    --profile)
      COMPREPLY=($(compgen -W "@PROFILES@" -- "$word")) ;;
    --set)
      COMPREPLY=($(compgen -S = -W "@SETTINGS@" -- "$word"))
      compopt -o nospace 2>/dev/null ;;
    *)
      _complete_jconntrack ;;
  esac
}

complete -F _jconntrack -o default jconntrack jconntrack.sh jconntrack.bash
