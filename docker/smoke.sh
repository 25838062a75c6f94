#!/usr/bin/env bash
# Builds the images, starts the stack, looks whether all of it works, and takes it away again, volumes too. Needs docker
# with compose, and the ports 8080 and 9090 of 127.0.0.1. A stack that was started with `docker compose up` is not touched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compose() { docker compose -p chat-smoke -f docker/compose.yaml "$@"; }
in_server() { compose exec -T server bash -c "$1"; }
ok() { echo "ok: $1"; }
fail() {
    echo "FAILED: $1" >&2
    compose logs --tail 30 server >&2 || true
    exit 1
}
check() { # check WHAT COMMAND...
    local what=$1
    shift
    if "$@"; then ok "$what"; else fail "$what"; fi
}
trap 'compose --profile client down --volumes --timeout 15 >/dev/null 2>&1' EXIT

compose --profile client build --quiet
started=$SECONDS
compose up --detach --wait || fail 'the stack comes up'
ok "the stack comes up, and is healthy after $((SECONDS - started)) s"

# --- the server in its container ---------------------------------------------------------------------------------------
no_warning_of_java() { ! compose logs --no-log-prefix server | grep -E '^(WARNING|NOTE|OpenJDK|Picked up)'; }
check 'Java has nothing to complain about' no_warning_of_java
is_not_root() { [ "$(in_server 'id -u')" = 10001 ]; }
check 'the server is not root' is_not_root
is_read_only() { ! in_server 'touch /opt/chat/file' 2>/dev/null; }
check 'the root file system is read-only' is_read_only
has_native_transport() { in_server 'grep -q /opt/chat/native/libnetty_transport_native_epoll /proc/1/maps'; }
check 'the native library was loaded from where the image has it' has_native_transport
has_cache() { in_server 'grep -q /opt/chat/chat-server.aot /proc/1/maps'; }
check 'the start took what it loads from the cache' has_cache
has_native_sqlite() { in_server 'grep -q /opt/chat/native/libsqlitejdbc.so /proc/1/maps && [ ! -e /var/lib/chat/native ]'; }
check 'and that of the database, too' has_native_sqlite
admin_is_private() { [ -z "$(compose port server 9464 2>/dev/null | grep -v ':0$')" ]; }
check 'the admin port is not published' admin_is_private

# --- a person with a plain socket --------------------------------------------------------------------------------------
hears() { # hears TEXT: says it, and waits until it comes back
    local line
    exec 5<>/dev/tcp/127.0.0.1/8080 || return 1
    printf '%s\nquit\n' "$1" >&5
    while read -r -t 10 line <&5; do
        case $line in '<'*"> $1"*) exec 5>&-; return 0 ;; esac
    done
    return 1
}
hears_itself() { hears 'smoke, but no fire'; }
check 'who connects to port 8080 and says something hears it' hears_itself

# --- Prometheus --------------------------------------------------------------------------------------------------------
check 'promtool likes the configuration' \
    compose exec -T prometheus promtool check config /etc/prometheus/prometheus.yml
check 'promtool likes the alerts' \
    compose exec -T -e TMPDIR=/prometheus prometheus promtool test rules /etc/prometheus/rules_test.yml
prometheus_sees_the_connection() {
    local i
    for i in $(seq 30); do
        compose exec -T prometheus promtool query instant http://127.0.0.1:9090 \
            'up{job="chat"} == 1 and on (instance) chat_connections_accepted_total > 0' | grep 'server:9464' && return
        sleep 1
    done
    return 1
}
check 'Prometheus has scraped the connection' prometheus_sees_the_connection

# --- the client --------------------------------------------------------------------------------------------------------
client_speaks() { echo 'said in a pipe' | compose run --rm --no-deps -T client --name smoke | grep 'said in a pipe'; }
check 'the client image speaks to the server' client_speaks

# --- back up, kill, restore ---------------------------------------------------------------------------------------------
export_of() { compose exec -T server chat-server export 2>/dev/null; }
is_exported() { export_of | grep -q "\"text\":\"$1\""; }
check 'what was said can be exported' is_exported 'said in a pipe'
check 'a back-up is made beside the running server' compose exec -T server chat-server backup /var/lib/chat/smoke.db
hears 'later than the back-up' || fail 'one can talk after the back-up'
compose kill server
compose up --detach --wait
check 'a message survives the end of the process without a warning' is_exported 'later than the back-up'
compose stop server
check 'the back-up can be restored' compose run --rm --no-deps -T server restore /var/lib/chat/smoke.db
compose up --detach --wait
check 'with what it had' is_exported 'said in a pipe'
lacks_later() { ! is_exported 'later than the back-up'; }
check 'and without what was said later' lacks_later

# --- stop and start again ----------------------------------------------------------------------------------------------
in_server 'echo kept >/var/lib/chat/smoke'
started=$SECONDS
compose stop server
code=$(docker inspect --format '{{.State.ExitCode}}' "$(compose ps --all --quiet server)")
[ "$code" = 0 ] || fail "the server stops in good order (exit code $code)"
ok "the server stops in good order, in $((SECONDS - started)) s"
compose up --detach --wait
volume_is_kept() { [ "$(in_server 'cat /var/lib/chat/smoke')" = kept ]; }
check 'the volume outlives the stop' volume_is_kept
check 'and what was said is still there' is_exported 'said in a pipe'
check 'and one can talk again' hears_itself
echo 'All of it works.'
