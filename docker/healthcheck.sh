#!/bin/bash
# Whether the server in this container is ready: asks /readyz. In bash alone, as the image has no curl for certain, and to
# start a Java machine every few seconds would cost more than the server does.
set -u
exec 2>&1

exec 3<>"/dev/tcp/127.0.0.1/${CHAT_ADMIN_PORT:-9464}" || exit 1
printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 2 _ status _ <&3 || { echo 'no answer from /readyz'; exit 1; }
echo "/readyz answers $status"
[ "$status" = 200 ]
