#!/usr/bin/env bash
# Kills, stalls and cuts off a server under load, again and again over one data folder, while the checker (chat-client
# bench --verify) sends, reads and stalls; says at the end whether a promise was broken. docs/RELIABILITY.md explains it.
#
#   chaos.sh [--kills 1000] [--round 60] [--durability fsync|os] [--seed N] [--dir FOLDER] [--senders 6] [--readers 4]
#            [--stalled 4] [--rooms 3] [--rate 50] [--port 8399] [--admin-port 9799] [--loopback] [--server-jar JAR]
#            [--client-jar JAR]
#
# Needs bash 5, java, jq, curl, sqlite3, and for cut connections iproute2 and the right to make network namespaces (root).
# Exit code: 0 all promises kept, 1 one was broken or a round could not be decided, 2 it could not be run.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../../.." && pwd)
server_jar=$root/chat-server/target/chat-server.jar
client_jar=$root/chat-client/target/chat-client.jar
target=1000 round_seconds=60 durability=fsync seed=$((SRANDOM % 1000000)) dir=
senders=6 readers=4 stalled=4 rooms=3 rate=50 outstanding=16
port=8399 admin_port=9799 loopback=

fail() { echo "chaos.sh: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
    case $1 in
        --loopback) loopback=yes; shift; continue ;;
        --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
    esac
    [ $# -ge 2 ] || fail "$1: unknown, or its value is missing (see --help)"
    case $1 in
        --kills) target=$2 ;;
        --round) round_seconds=$2 ;;
        --durability) durability=$2 ;;
        --seed) seed=$2 ;;
        --dir) dir=$2 ;;
        --senders) senders=$2 ;;
        --readers) readers=$2 ;;
        --stalled) stalled=$2 ;;
        --rooms) rooms=$2 ;;
        --rate) rate=$2 ;;
        --port) port=$2 ;;
        --admin-port) admin_port=$2 ;;
        --server-jar) server_jar=$2 ;;
        --client-jar) client_jar=$2 ;;
        *) fail "$1: unknown (see --help)" ;;
    esac
    shift 2
done
for tool in java jq curl sqlite3; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
done
[ -f "$server_jar" ] && [ -f "$client_jar" ] || fail "no jars in target/: build them with ./mvnw -q package -DskipTests"
dir=${dir:-$(mktemp -d /tmp/chaos.XXXXXX)}
mkdir -p "$dir"
data=$dir/data
[ ! -e "$data" ] || fail "$data is there already: each run has a folder of its own"

# --- the network -------------------------------------------------------------------------------------------------------
# Two namespaces with one cable between them: what is cut there ends without FIN and without RST.
server_net=chaos-server-$$
client_net=chaos-client-$$
in_server=() in_client=() host=127.0.0.1

make_network() {
    [ -z "$loopback" ] || return 1
    ip netns add "$server_net" 2>/dev/null && ip netns add "$client_net" 2>/dev/null &&
        ip link add cable netns "$server_net" type veth peer name cable netns "$client_net" &&
        ip -n "$server_net" addr add 10.99.0.1/30 dev cable &&
        ip -n "$client_net" addr add 10.99.0.2/30 dev cable &&
        ip -n "$server_net" link set lo up &&
        ip -n "$server_net" link set cable up &&
        ip -n "$client_net" link set cable up
}

remove_network() {
    ip netns del "$server_net" 2>/dev/null || true
    ip netns del "$client_net" 2>/dev/null || true
}

if make_network; then
    in_server=(ip netns exec "$server_net") in_client=(ip netns exec "$client_net") host=10.99.0.1
else
    remove_network
    [ -n "$loopback" ] || echo "No right to make network namespaces: over the loopback, WITHOUT cut connections."
    loopback=yes
fi

# --- chance: the same seed gives the same choices, not the same moments --------------------------------------------------
RANDOM=$seed
pick() { # pick LEAST MOST: sets $picked. Not in a subshell, which would not move the generator on.
    picked=$(($1 + (RANDOM << 15 | RANDOM) % ($2 - $1 + 1)))
}
pause() { # pause MILLIS
    local text
    printf -v text '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
    sleep "$text"
}
millis() { now=$((${EPOCHREALTIME/./} / 1000)); }

# --- the server --------------------------------------------------------------------------------------------------------
server=0 bench=0 start_millis=1500
java_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m)
settings=(--set net.host="$host" --set net.port="$port" --set admin.port="$admin_port" --set limits.all=off
    --set store.kind=sqlite --set store.durability="$durability")

# A start is most of the time that a kill takes: the classes come from an archive that a first process leaves behind.
archive_classes() {
    "${in_server[@]}" java "${java_flags[@]}" -XX:ArchiveClassesAtExit="$dir/classes.jsa" -jar "$server_jar" run \
        "${settings[@]}" --set store.path="$dir/first" >"$dir/life.log" 2>&1 &
    server=$!
    await_ready
    kill -TERM "$server"
    wait "$server" || true
    server=0
    rm -rf "$dir/first"
    [ ! -f "$dir/classes.jsa" ] || java_flags+=(-XX:SharedArchiveFile="$dir/classes.jsa")
}

start_server() {
    # So that the driver's library, when it appears, says that the database is about to be opened.
    rm -rf "$data/native"
    cat "$dir/life.log" >>"$dir/server.log" 2>/dev/null || true
    : >"$dir/life.log"
    "${in_server[@]}" java "${java_flags[@]}" -jar "$server_jar" run \
        "${settings[@]}" --set store.path="$data" >>"$dir/life.log" 2>&1 &
    server=$!
    committed=0
    starts=$((starts + 1))
}

kill_server() {
    kill -KILL "$server"
    wait "$server" 2>/dev/null || true
    server=0
}

await_ready() {
    local begin
    millis
    begin=$now
    until grep -q 'Ready: ' "$dir/life.log"; do
        millis
        if ! kill -0 "$server" 2>/dev/null || ((now - begin > 60000)); then
            tail -n 20 "$dir/life.log" >&2
            echo "The server did not start within 60 s." >&2
            exit 1
        fi
        pause 20
    done
    millis
    start_millis=$(((3 * start_millis + now - begin) / 4))
}

count_committed() { # sets $committed: new messages since the start of this process
    local line
    line=$("${in_server[@]}" curl -s --max-time 2 "http://127.0.0.1:$admin_port/metrics" |
        grep '^chat_messages_committed_total ') || return 0
    line=${line##* }
    committed=${line%.*}
}

# Waits until more was committed than can be under way at a time: then the server has acknowledged in this state.
await_acknowledgements() {
    local wanted
    pick 1 100
    wanted=$((committed + outstanding * senders + picked))
    while ((committed < wanted)); do
        round_is_open || return 1
        pause 30
        count_committed
    done
}

# --- what is done to it ------------------------------------------------------------------------------------------------
kills=0 kills_starting=0 kills_stalled=0 kills_cut=0 stalls=0 cuts=0 starts=0

kill_while_starting() {
    pick 1 2
    if ((picked == 1)); then
        pick 0 "$start_millis"
        pause "$picked"
    else
        # Aimed at the opening of the database: its log is read and copied into the file.
        local begin
        millis
        begin=$now
        until compgen -G "$data/native/*" >/dev/null || ((now - begin > 20000)); do
            pause 5
            millis
        done
        pick 0 250
        pause "$picked"
    fi
    kill_server
    kills_starting=$((kills_starting + 1))
}

restart_server() {
    start_server
    pick 1 100
    while ((picked <= 15)); do
        kill_while_starting
        start_server
        pick 1 100
    done
    await_ready
}

event_kill() {
    kill_server
    kills=$((kills + 1))
    restart_server
}

event_stall() { # event_stall KILL
    kill -STOP "$server"
    pick 50 4000
    pause "$picked"
    stalls=$((stalls + 1))
    if [ "$1" = kill ]; then
        kill_server
        kills_stalled=$((kills_stalled + 1))
        restart_server
    else
        kill -CONT "$server"
        count_committed
    fi
}

event_cut() { # event_cut KILL
    [ -z "$loopback" ] || return 0
    ip -n "$server_net" link set cable down
    pick 50 4000
    pause "$picked"
    cuts=$((cuts + 1))
    if [ "$1" = kill ]; then
        kill_server
        kills_cut=$((kills_cut + 1))
        restart_server
    fi
    ip -n "$server_net" link set cable up
    count_committed
}

event() {
    pick 0 300
    pause "$picked"
    pick 1 100
    if ((picked <= 80)); then
        event_kill
    elif ((picked <= 87)); then
        event_stall only
    elif ((picked <= 94)); then
        event_cut only
    elif ((picked <= 97)); then
        event_stall kill
    else
        event_cut kill
    fi
}

# --- a round: one run of the checker, and as many events as fit ----------------------------------------------------------
round=0 undecided=0 broken=0
sum_acknowledged=0 sum_delivered=0 sum_reconnects=0 sum_again=0 sum_gaps=0
sum_lost=0 sum_duplicated=0 sum_reordered=0 sum_altered=0 sum_missing=0 sum_elsewhere=0
declare -a round_rooms=() round_acknowledged=() round_sent=()

round_is_open() { ((SECONDS < round_end)) && kill -0 "$bench" 2>/dev/null; }

run_round() {
    local before=("$kills" "$kills_starting" "$((kills_stalled + kills_cut))" "$stalls" "$cuts") code=0
    round=$((round + 1))
    "${in_client[@]}" java -XX:+UseSerialGC -jar "$client_jar" --server "$host:$port" bench --verify --json \
        --senders "$senders" --readers "$readers" --stalled "$stalled" --rooms "$rooms" --rate "$rate" \
        --outstanding "$outstanding" --duration "${round_seconds}s" --settle 60s --silence 2s \
        >"$dir/round-$round.json" 2>"$dir/round-$round.err" &
    bench=$!
    round_end=$((SECONDS + round_seconds + 30))
    count_committed
    if await_acknowledgements; then
        # The last event leaves the clients a second of sending.
        round_end=$((SECONDS + round_seconds - 2))
        while ((kills < target)) && await_acknowledgements; do
            event
        done
    fi
    wait "$bench" || code=$?
    bench=0
    summarise "$code" "${before[@]}"
}

summarise() { # summarise EXIT-CODE KILLS-BEFORE STARTING OTHER STALLS CUTS
    local file=$dir/round-$round.json verdict room sent acknowledged delivered reconnects again gaps epochs unchecked
    local lost duplicated reordered altered missing elsewhere
    if ! jq -e . "$file" >/dev/null 2>&1; then
        echo "round $round: the checker gave no report (exit code $1): $(tail -n 3 "$dir/round-$round.err")"
        undecided=$((undecided + 1))
        return
    fi
    read -r verdict room sent acknowledged delivered reconnects again gaps epochs unchecked \
        lost duplicated reordered altered missing elsewhere < <(jq -r '[.verdict, .room, .sent, .acknowledged,
            .delivered, .reconnects, .sentAgain, .gapEntries, .epochChanges, .unchecked] +
            (.breaches | [.lost, .duplicated, .reordered, .altered, ."acknowledged-but-missing",
            ."acknowledged-elsewhere"] | map(.live + .log)) | join(" ")' "$file")
    # Nothing is trimmed here, and no process may take a log with it: a gap, though said, would be a fault.
    if [ "$verdict" = broken ] || ((gaps + epochs + unchecked > 0)); then
        broken=$((broken + 1))
    elif [ "$1" != 0 ] || [ "$verdict" != kept ]; then
        undecided=$((undecided + 1))
    fi
    printf 'round %d: %d kills, %d starting, %d stalled or cut off; %d stalls, %d cuts; ' "$round" $((kills - $2)) \
        $((kills_starting - $3)) $((kills_stalled + kills_cut - $4)) $((stalls - $5)) $((cuts - $6))
    printf 'acknowledged %d, delivered %d, reconnects %d; lost %d, duplicated %d, reordered %d, altered %d, ' \
        "$acknowledged" "$delivered" "$reconnects" "$lost" "$duplicated" "$reordered" "$altered"
    printf 'missing %d, elsewhere %d, in gaps %d, new epochs %d: %s\n' "$missing" "$elsewhere" "$gaps" "$epochs" "$verdict"
    jq -r '(.notes + .examples)[] | "    " + .' "$file" | head -n 10
    round_rooms+=("${room%-*}") round_acknowledged+=("$acknowledged") round_sent+=("$sent")
    sum_acknowledged=$((sum_acknowledged + acknowledged)) sum_delivered=$((sum_delivered + delivered))
    sum_reconnects=$((sum_reconnects + reconnects)) sum_again=$((sum_again + again)) sum_gaps=$((sum_gaps + gaps))
    sum_lost=$((sum_lost + lost)) sum_duplicated=$((sum_duplicated + duplicated))
    sum_reordered=$((sum_reordered + reordered)) sum_altered=$((sum_altered + altered))
    sum_missing=$((sum_missing + missing)) sum_elsewhere=$((sum_elsewhere + elsewhere))
}

# --- the end: the file itself --------------------------------------------------------------------------------------------
query() { sqlite3 -readonly "$data/chat.db" "$1"; }

# What a round found in the log has to be there after all later rounds too.
check_file() {
    local code=0 integrity holes i rows short=0
    kill -TERM "$server"
    wait "$server" || code=$?
    server=0
    integrity=$(query 'PRAGMA integrity_check' | head -n 3)
    holes=$(query "SELECT count(*) FROM (SELECT key >> 40 AS room, count(*) AS n, max(key & 0xffffffffff) AS last,
        min(key & 0xffffffffff) AS first FROM entry GROUP BY room) WHERE first != 1 OR last != n")
    for i in "${!round_rooms[@]}"; do
        rows=$(query "SELECT count(*) FROM entry JOIN room ON room.id = entry.key >> 40
            WHERE kind = 1 AND name LIKE '${round_rooms[i]}-%'")
        if ((rows < round_acknowledged[i] || rows > round_sent[i])); then
            echo "round $((i + 1)): the file has $rows messages of ${round_acknowledged[i]} acknowledged, ${round_sent[i]} sent"
            short=$((short + 1))
        fi
    done
    cat "$dir/life.log" >>"$dir/server.log"
    faults=$(grep -c ' ERROR ' "$dir/server.log" || true)
    echo "The end: SIGTERM ends the server with $code; integrity check of the file: $integrity; rooms with a hole: $holes;" \
        "rounds whose messages are not all in the file: $short; errors in the server's log: $faults."
    [ "$code" = 0 ] && [ "$integrity" = ok ] && [ "$holes" = 0 ] && [ "$short" = 0 ] && [ "$faults" = 0 ]
}

clean_up() {
    local process
    for process in "$server" "$bench"; do
        if [ "$process" != 0 ]; then
            kill -KILL "$process" 2>/dev/null || true
        fi
    done
    [ -n "$loopback" ] || remove_network
}
trap clean_up EXIT
trap 'exit 130' INT TERM

echo "chaos.sh: seed $seed, at least $target kills, store.durability=$durability, rounds of $round_seconds s with" \
    "$senders senders of $rate messages/s, $readers readers, $stalled stalled readers, $rooms rooms," \
    "$([ -n "$loopback" ] && echo 'loopback' || echo 'own network namespaces'); everything is in $dir"
archive_classes
start_server
await_ready
while ((kills < target && undecided + broken < 3)); do
    run_round
done

file=ok
check_file || file=broken
cat <<END
Total after $((SECONDS / 60)) min $((SECONDS % 60)) s, $round rounds:
  kill -9 of a server that was acknowledging   $kills
  kill -9 during a start                       $kills_starting
  kill -9 while stopped or cut off             $((kills_stalled + kills_cut))
  SIGSTOP for up to 4 s                        $stalls
  cable pulled for up to 4 s                   $cuts
  messages acknowledged                        $sum_acknowledged
  deliveries                                   $sum_delivered
  reconnects, messages sent again              $sum_reconnects, $sum_again
  lost (holes)                                 $sum_lost
  duplicated                                   $sum_duplicated
  reordered                                    $sum_reordered
  altered                                      $sum_altered
  acknowledged but missing                     $sum_missing
  acknowledged elsewhere                       $sum_elsewhere
  entries in announced gaps                    $sum_gaps
  rounds with a broken promise, undecided      $broken, $undecided
END
if ((broken + undecided > 0)) || [ "$file" != ok ]; then
    echo "NOT KEPT. Seed $seed; logs, reports and data: $dir"
    exit 1
fi
echo "All promises kept."
