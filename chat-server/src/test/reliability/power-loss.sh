#!/usr/bin/env bash
# Traces what the store writes and syncs under load, and has the power fail at many moments of that: each time what is left
# is opened and searched for everything that had been acknowledged. docs/RELIABILITY.md explains it.
#
#   power-loss.sh [FAILURES, by default 2000] [SEED]
#
# Needs java, strace and a build (./mvnw -q package -DskipTests). Exit code: 0 if with fsync nothing was lost and with os
# something was, as it has to be.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
failures=${1:-2000}
seed=${2:-$((SRANDOM % 1000000))}
place=$(mktemp -d /tmp/power-loss.XXXXXX)
trap 'rm -rf "$place"' EXIT
echo "power-loss.sh: $failures power failures, seed $seed"
java -cp "$root/chat-server/target/chat-server.jar:$root/chat-server/target/test-classes" \
    chat.server.store.power.PowerLossRun "$failures" "$seed" "$place"
