#!/usr/bin/env bash
# Measures how long the server takes from the call of java to its line "Ready", and prints medians. What is compared takes
# turns, so that what else the machine does falls on all alike; the first turn, which warms the page cache, does not count.
#
#   start.sh [--runs 11] [--fill SECONDS] [--jar JAR]... [JAVA_HOME]...
#
# For each Java (default: the one of the path) and each jar (default: that of the build): with and without an archive of its
# classes (see .mvn/launcher.sh), on an empty folder, and on one with what a bench stored in so many seconds (default 10; 0
# leaves that out). Needs bash 5. Times are in milliseconds; cpu is what all threads of the process had used by then.
set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
client_jar=$root/chat-client/target/chat-client.jar
runs=11 fill=10
jars=() homes=()
while [ $# -gt 0 ]; do
    case $1 in
        --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --runs) runs=$2; shift 2 ;;
        --fill) fill=$2; shift 2 ;;
        --jar) jars+=("$(realpath "$2")"); shift 2 ;;
        -*) echo "start.sh: $1: unknown (see --help)" >&2; exit 2 ;;
        *) homes+=("$1"); shift ;;
    esac
done
[ ${#jars[@]} -gt 0 ] || jars=("$root/chat-server/target/chat-server.jar")
[ ${#homes[@]} -gt 0 ] || homes=("$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")")

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

start() { # start FOLDER COMMAND...: leaves the process in $server, and its log up to "Ready" behind it
    local folder=$1 line
    shift
    exec 5< <(exec "$@" --set net.port=0 --set admin.port=0 --set limits.all=off --set "store.path=$folder" 2>&1)
    server=$!
    while read -r line <&5; do
        case $line in *' Ready: '*) ready=$line; return ;; esac
    done
    echo "start.sh: $* did not become ready" >&2
    exit 1
}
stop() {
    kill "$server"
    cat <&5 >/dev/null
    exec 5<&-
    server=
}

full=
if [ "$fill" -gt 0 ]; then
    full=$work/full
    start "$full" "${homes[0]}/bin/java" -jar "${jars[0]}"
    address=${ready#*chat on }
    "${homes[0]}/bin/java" -jar "$client_jar" bench --verify --server "${address%%,*}" --senders 10 --readers 1 --rate 0 \
        --duration "${fill}s" >/dev/null || echo "start.sh: the bench that fills the folder failed" >&2
    stop
    echo "the full folder has $(du -sm "$full" | cut -f1) MiB"
fi

# What is compared: a name, an option for the archive, and the rest of the command.
names=() commands=()
for home in "${homes[@]}"; do
    java=$home/bin/java
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    for jar in "${jars[@]}"; do
        archive=$work/$version-${#names[@]}
        if [ "$version" -ge 25 ]; then
            make=-XX:AOTCacheOutput=$archive use=-XX:AOTCache=$archive
        else
            make=-XX:ArchiveClassesAtExit=$archive use=-XX:SharedArchiveFile=$archive
        fi
        "$java" "$make" -jar "$jar" run --until-ready --set net.port=0 --set admin.port=0 --set "store.path=$work/made" \
            >/dev/null 2>&1 || echo "start.sh: $jar cannot be started for an archive" >&2
        label="java $version"
        [ ${#jars[@]} -eq 1 ] || label="$label $(basename "$jar")"
        names+=("$label") commands+=("$java -jar $jar")
        [ ! -e "$archive" ] || { names+=("$label archive") commands+=("$java $use -jar $jar"); }
    done
done

for turn in $(seq 0 "$runs"); do
    for i in "${!names[@]}"; do
        for folder in empty ${full:+full}; do
            [ "$folder" = full ] || { rm -rf "$work/empty"; mkdir "$work/empty"; }
            begin=${EPOCHREALTIME/./}
            # shellcheck disable=SC2086 # the words of a command; paths with spaces are not supported
            start "$work/$folder" ${commands[$i]}
            end=${EPOCHREALTIME/./}
            read -r -a stat <"/proc/$server/stat"
            stop
            [ "$turn" -eq 0 ] || echo "$(((end - begin) / 1000)) $(((stat[13] + stat[14]) * 10))" >>"$work/$i.$folder"
        done
    done
done

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
printf '%-32s %-6s %8s %8s %8s\n' "$runs runs" folder median best cpu
for i in "${!names[@]}"; do
    for folder in empty ${full:+full}; do
        printf '%-32s %-6s %8d %8d %8d\n' "${names[$i]}" "$folder" "$(cut -d' ' -f1 "$work/$i.$folder" | median)" \
            "$(cut -d' ' -f1 "$work/$i.$folder" | sort -n | sed -n 1p)" "$(cut -d' ' -f2 "$work/$i.$folder" | median)"
    done
done
