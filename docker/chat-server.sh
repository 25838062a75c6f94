#!/bin/sh
# The server's program with the options that it needs in this image (see the Dockerfile), for the entry point and for
# commands beside the running server: docker compose exec server chat-server backup /var/lib/chat/backup.db
cache=-XX:AOTCache=/opt/chat/chat-server.aot
# Only the first call, while the image is built.
[ -e /opt/chat/chat-server.aot ] || cache=-XX:AOTCacheOutput=/opt/chat/chat-server.aot
exec java -XX:Flags=/opt/chat/jvm.flags --sun-misc-unsafe-memory-access=allow "$cache" \
    -Djava.library.path=/opt/chat/native -Dorg.sqlite.lib.path=/opt/chat/native \
    -jar /opt/chat/chat-server.jar "$@"
