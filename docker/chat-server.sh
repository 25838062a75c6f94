#!/bin/sh
# The server's program with the options that it needs in this image (see the Dockerfile), for the entry point and for
# commands beside the running server: docker compose exec server chat-server backup /var/lib/chat/backup.db
exec java -XX:Flags=/opt/chat/jvm.flags --sun-misc-unsafe-memory-access=allow \
    -Djava.library.path=/opt/chat/native -Dorg.sqlite.lib.path=/opt/chat/native \
    -jar /opt/chat/chat-server.jar "$@"
