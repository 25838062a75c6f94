#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright The Chat Authors
#
# Fills a file system of 20 MiB under load and frees it again. The server must go on by itself: no acknowledged message is
# missing, /readyz is red with the reason while it lasts and green afterwards, the log has a line at each change.
#
# usage: disk-full.sh [SERVER.jar [CLIENT.jar]]      (as root: it mounts a tmpfs)
# exit:  0 all promises kept, 1 one broken, 2 it could not be tried

set -u
root=$(cd "$(dirname "$0")/../../../.." && pwd)
server=${1:-$root/chat-server/target/chat-server.jar}
client=${2:-$root/chat-client/target/chat-client.jar}
port=${PORT:-8599}
admin=${ADMIN_PORT:-9999}
load_seconds=${LOAD_SECONDS:-40}
full_seconds=${FULL_SECONDS:-12}

if [ "$(id -u)" != 0 ] || [ ! -f "$server" ] || [ ! -f "$client" ]; then
    sed -n 's/^# \(usage\|exit\)/\1/p' "$0"
    exit 2
fi
work=$(mktemp -d /tmp/chat-disk-full.XXXXXX)
data=$work/data
mkdir "$data"
mount -t tmpfs -o size=20m tmpfs "$data" || exit 2
server_pid=
filler_pid=
end() {
    touch "$work/free"
    [ -n "$server_pid" ] && kill "$server_pid" 2>/dev/null && wait "$server_pid" 2>/dev/null
    [ -n "$filler_pid" ] && wait "$filler_pid" 2>/dev/null
    umount "$data"
    [ "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"
}
trap end EXIT

broken=0
check() { # what it is, then a command that must succeed
    if "${@:2}"; then echo "ok      $1"; else echo "BROKEN  $1"; broken=1; fi
}
readyz() { curl -s -m 5 "http://127.0.0.1:$admin/readyz" -o "$work/readyz" -w '%{http_code}'; }
# Waits until /readyz answers with a code; says how long that took.
await_readyz() {
    for i in $(seq $(($2 * 5))); do
        [ "$(readyz)" = "$1" ] && echo "        /readyz $1 after $((i / 5)) s: $(head -c 200 "$work/readyz" | tr '\n' ' ')" && return 0
        sleep 0.2
    done
    return 1
}
lines() { grep -c "$1" "$work/server.log"; }

java -jar "$server" run --set net.port=$port --set admin.port=$admin --set store.path="$data" --set limits.all=off \
    --set limits.max-connections=200 >"$work/server.log" 2>&1 &
server_pid=$!
check "the server starts" await_readyz 200 60 || exit 2

java -jar "$client" bench --verify --server 127.0.0.1:$port --senders 4 --readers 4 --rate 50 --size 100 \
    --duration ${load_seconds}s --settle 60s --quiet >"$work/bench.log" 2>&1 &
bench_pid=$!
sleep 5
echo "        filling: $(df -h --output=avail "$data" | tail -1) left"
# Whatever the server gives up, its write-ahead log for one, is taken too: else it goes on for a moment, and stops again.
(
    while [ ! -e "$work/free" ]; do
        dd if=/dev/zero bs=4k status=none >>"$data/filler" 2>/dev/null
        sleep 0.05
    done
) &
filler_pid=$!
check "/readyz is red" await_readyz 503 30
check "and names the reason" grep -q "no space left" "$work/readyz"
sleep "$full_seconds"
check "it stays red" [ "$(readyz)" = 503 ]
check "the server lives" kill -0 "$server_pid"
touch "$work/free"
wait "$filler_pid"
rm "$data/filler"
echo "        freed: $(df -h --output=avail "$data" | tail -1) left"
check "/readyz is green again within 10 s" await_readyz 200 10
wait "$bench_pid"
verdict=$?
check "the checker finds nothing missing, doubled or out of order (exit $verdict)" [ "$verdict" = 0 ]
check "the same process" kill -0 "$server_pid"
went=$(lines 'takes no appends')
check "a line when it went and one when it came back ($went)" [ "$went" -ge 1 ]
check "as many" [ "$went" = "$(lines 'takes appends again')" ]
check "no flood: $(wc -l <"$work/server.log") lines" [ "$(wc -l <"$work/server.log")" -le 40 ]
echo "--- the server's log"
cut -c1-200 "$work/server.log"
echo "--- the checker"
cat "$work/bench.log"
exit $broken
