#!/bin/sh
# Runs the jar of this name that lies beside it. With the archive of what a start has to load, which the build has made, a
# start takes about half the time. A Java that did not make it does without.
program=$(readlink -f "$0") || program=$0
options='@start.jvm@'
for word; do
    # What measures wants all that the machine has.
    [ "$word" != bench ] || options=
done
# Several words.
set -- $options -jar "$program.jar" "$@"
if [ -e "$program.aot" ]; then
    set -- "-XX:AOTCache=$program.aot" "$@"
elif [ -e "$program.jsa" ]; then
    set -- "-XX:SharedArchiveFile=$program.jsa" "$@"
fi
# A Java before 25 does not know the first of the two.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+IgnoreUnrecognizedVMOptions '-Xlog:cds*=off' "$@"
