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
admin_is_private() { [ -z "$(compose port server 9464 2>/dev/null | grep -v ':0$')" ]; }
check 'the admin port is not published' admin_is_private

# --- a person with a plain socket --------------------------------------------------------------------------------------
hears_itself() {
    local line
    exec 5<>/dev/tcp/127.0.0.1/8080 || return 1
    printf 'smoke, but no fire\nquit\n' >&5
    while read -r -t 10 line <&5; do
        case $line in '<'*'> smoke, but no fire'*) exec 5>&-; return 0 ;; esac
    done
    return 1
}
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
check 'and one can talk again' hears_itself
echo 'All of it works.'
