# Prints what TAB makes of a line, in a zsh of its own that completes from a folder.
#   zsh -f press_tab.zsh FOLDER LINE
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=''; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; echo READ\Y"
zpty -r -m shell seen '*READY*'
# Then the line is made the arguments of echo: control-A is its beginning.
zpty -w -n shell "$2"$'\t\C-a'"echo MA\RK "$'\n'
zpty -r -m shell seen $'*MARK *\n*'
zpty -d shell
seen=${seen#*$'\n'MARK }
print -r -- ${seen%%$'\r'*}
