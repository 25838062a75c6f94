# SPDX-License-Identifier: Apache-2.0
# Copyright The Chat Authors
#
# complete.zsh SCRIPT LINE...: types each line and a Tab into an interactive zsh that has read the script, and prints what the
# program would have been given.
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source $1"
zpty -w shell 'chat-client() { print -r -- "given<$*>"; }; echo rea''dy'
zpty -r shell seen '*ready*'
shift
for line; do
  zpty -w -n shell "chat-client $line"$'\t\n'
  zpty -r shell seen '*given<*>*'
  print -r -- "${${seen##*given<}%%>*}"
done
zpty -d shell
