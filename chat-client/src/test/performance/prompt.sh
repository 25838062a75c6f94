#!/usr/bin/env bash
# Measures how long the console takes from its call to its first prompt, in a terminal of its own, and prints medians. What
# is compared takes turns, so that what else the machine does falls on all alike; the first turn does not count.
#
#   prompt.sh [--runs 11] [--server HOST:PORT] [--program PROGRAM]... [JAVA_HOME]...
#
# For each Java (default: the one of the path) and each program (default: the launcher that the build has made). A Java has
# an archive of classes only where the build was made with it. The prompt comes whether there is a server or not. Needs bash
# 5 and script(1). Times are in milliseconds; cpu is what all threads of the process had used by then.
set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
runs=11 address=127.0.0.1:8080
programs=() homes=()
while [ $# -gt 0 ]; do
    case $1 in
        --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --runs) runs=$2; shift 2 ;;
        --server) address=$2; shift 2 ;;
        --program) programs+=("$(realpath "$2")"); shift 2 ;;
        -*) echo "prompt.sh: $1: unknown (see --help)" >&2; exit 2 ;;
        *) homes+=("$1"); shift ;;
    esac
done
[ ${#programs[@]} -gt 0 ] || programs=("$root/chat-client/target/chat-client")
[ ${#homes[@]} -gt 0 ] || homes=("$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/keys"

once() { # once JAVA_HOME PROGRAM: leaves what it took in $millis and $cpu
    local begin part='' pid
    begin=$EPOCHREALTIME
    exec 5< <(JAVA_HOME=$1 XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config TERM=xterm-256color exec script -qefc \
        "echo \$\$ >$work/pid; exec '$2' --server $address --name prompt" /dev/null <"$work/keys")
    exec 6>"$work/keys"
    until [[ $part = *'#lobby' ]]; do
        IFS= read -r -d '>' -t 20 -u 5 part || { echo "prompt.sh: no prompt of $2" >&2; exit 1; }
    done
    millis=$((${EPOCHREALTIME/./} / 1000 - ${begin/./} / 1000))
    pid=$(<"$work/pid")
    cpu=$(awk '{ sub(/.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$pid/stat")
    kill "$pid"
    cat <&5 >/dev/null
    exec 5<&- 6>&-
}

for ((run = 0; run <= runs; run++)); do
    for home in "${homes[@]}"; do
        for program in "${programs[@]}"; do
            once "$home" "$program"
            [ "$run" = 0 ] || echo "$millis $cpu" >>"$work/$(tr / _ <<<"$home $program")"
        done
    done
done
middle() { cut -d' ' -f"$1" "$2" | sort -n | sed -n "$(((runs + 1) / 2))p"; }
for home in "${homes[@]}"; do
    for program in "${programs[@]}"; do
        file=$work/$(tr / _ <<<"$home $program")
        echo "$home $program: $(middle 1 "$file") ms (best $(sort -n "$file" | head -n 1 | cut -d' ' -f1)), cpu $(middle 2 "$file") ms"
    done
done
