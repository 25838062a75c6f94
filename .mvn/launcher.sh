#!/bin/sh
# Runs the jar of this name that lies beside it. With the archive of what a start has to load, which the build has made, a
# start takes about half the time. A Java that did not make it does without, and is told not to mention it.
program=$(readlink -f "$0")
if [ -e "$program.aot" ]; then
    archive=-XX:AOTCache=$program.aot
else
    archive=-XX:SharedArchiveFile=$program.jsa
fi
# A Java before 25 does not know the first of the two.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+IgnoreUnrecognizedVMOptions "$archive" '-Xlog:cds*=off' \
    -jar "$program.jar" "$@"
