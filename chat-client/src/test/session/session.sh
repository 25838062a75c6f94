#!/usr/bin/env bash
# Plays a session of two people with the real server and the real console in tmux, checks after each step what is on their
# screens, and writes the screens down: captures/NN-name.txt beside this script, and docs/console.svg for the README.
#
#   session.sh [--outage SECONDS] [--captures FOLDER] [--picture FILE]
#
# --outage says for how long the server is gone (default 30). Needs bash 5, tmux 3 and a JDK, that of JAVA_HOME if it is set,
# and the jars: ./mvnw -q package -DskipTests. Takes its outage and about a minute more, and never more than five. Exit
# code: 0 everything was as it should be, 1 something was not and is printed, 2 it could not be run.
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../../.." && pwd)
server_jar=$root/chat-server/target/chat-server.jar
client_jar=$root/chat-client/target/chat-client.jar
svg_source=$root/chat-client/src/test/java/chat/client/session/ScreenPicture.java
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
outage=30 captures=$here/captures picture=$root/docs/console.svg
patience=60 most=300

fail() { echo "session.sh: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
    [ "$1" != --help ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0; }
    [ $# -ge 2 ] || fail "$1: unknown, or its value is missing (see --help)"
    case $1 in
        --outage) outage=$2 ;;
        --captures) captures=$2 ;;
        --picture) picture=$2 ;;
        *) fail "$1: unknown (see --help)" ;;
    esac
    shift 2
done
command -v tmux >/dev/null || fail "tmux is missing"
command -v "$java" >/dev/null || fail "$java is missing"
for jar in "$server_jar" "$client_jar"; do
    [ -f "$jar" ] || fail "there is no $jar: build it with ./mvnw -q package -DskipTests"
done

work=$(mktemp -d "${TMPDIR:-/tmp}/chat-session.XXXXXX")
server=
stop_all() {
    local pid
    for pid in "$work"/*.pid; do
        [ ! -e "$pid" ] || kill -CONT "$(<"$pid")" 2>/dev/null || true
    done
    tmux -S "$work/tmux" kill-server 2>/dev/null || true
    for pid in "$work"/*.pid; do
        # The consoles write down where they are.
        [ ! -e "$pid" ] || timeout 10 tail -f --pid="$(<"$pid")" /dev/null || true
    done
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop_all EXIT
mkdir "$work/captures"

# --- the screens -------------------------------------------------------------------------------------------------------
tm() { tmux -S "$work/tmux" -f /dev/null "$@"; }
screen() { tm capture-pane -p -t "$1"; }
keys() { local who=$1; shift; tm send-keys -t "$who" "$@"; }
types() { tm send-keys -t "$1" -l -- "$2"; }
says() { types "$1" "$2"; keys "$1" Enter; }

wrong() { # wrong WHO WHAT: prints the screen and ends
    {
        echo "session.sh: $2. The screen of $1:"
        screen "$1" | sed 's/^/    |/'
    } >&2
    exit 1
}
# Each of these waits, as everything takes its time to come onto the screen, and fails if it does not come.
await() { # await WHO WORDS CONDITION...
    local who=$1 words=$2 end=$((SECONDS + patience))
    shift 2
    until "$@"; do
        ((SECONDS < end && SECONDS < most + outage)) || wrong "$who" "not $words"
        sleep 0.05
    done
}
has() { screen "$1" | grep -Eq -- "$2"; }
has_not() { ! has "$1" "$2"; }
sees() { await "$1" "on the screen: $2" has "$1" "$2"; }
sees_no_more() { await "$1" "gone from the screen: $2" has_not "$1" "$2"; }
last_row_is() { [ "$(screen "$1" | tail -n 1)" = "$2" ]; }
has_typed() { await "$1" "in the line that is typed: $2" last_row_is "$1" "$2"; }

# What differs from run to run is put to one value, so that who looks at a difference sees a change of the console. The day's
# line is filled up with dashes, whatever its length is.
normalise() {
    local line words dashes
    local colour=$'(\e\\[[0-9;]*m)*'
    sed -E -e '/-- connected again/,$ { /-- [a-z]+ is here/d }' \
        -e "s/[0-9]{2}:[0-9]{2}(${colour}[ *])/12:00\1/" -e "s/offline [0-9]+ (s|min) ·/offline 30 s ·/" \
        -e 's/127\.0\.0\.1:[0-9]{5}/127.0.0.1:40000/' -e 's/trying again (in [0-9]+ s|at once)/trying again in 1 s/' \
        -e "s/(trying again) (at|in)($colour)\$/\1 in\3/" -e "s/^($colour {8})(once|[0-9]+ s)($colour)\$/\11 s\4/" |
        while IFS= read -r line; do
            if [[ $line =~ ^(.*------ )([A-Z][a-z]+day, [0-9]+ [A-Z][a-z]+ [0-9]{4})( -+)(.*)$ ]]; then
                words="Monday, 23 November 2026 "
                printf -v dashes '%*s' $((${#BASH_REMATCH[2]} + ${#BASH_REMATCH[3]} - ${#words})) ''
                line=${BASH_REMATCH[1]}$words${dashes// /-}${BASH_REMATCH[4]}
            fi
            printf '%s\n' "$line"
        done
}

# Only what the picture is about, and wide enough for it. The cursor is drawn, as tmux does not print it.
picture_columns=88
poses() { # poses WHO ROWS FILE CONDITION...: has a screen drawn for the picture
    local who=$1 rows=$2 file=$3
    shift 3
    tm resize-window -t "$who" -x $picture_columns -y "$rows"
    await "$who" "in $rows rows" has_rows "$who" "$rows"
    await "$who" "in $rows rows, with what the picture is about" "$@"
    await "$who" "painted to its end" is_painted "$who"
    {
        tm capture-pane -peN -t "$who" | normalise | head -n -1
        printf '\e[0m%-*s\e[7m \e[0m\n' "$(tm display-message -p -t "$who" '#{cursor_x}')" "$(screen "$who" | tail -n 1)"
    } >"$work/$file"
    tm resize-window -t "$who" -x 80 -y 24
    await "$who" "in 24 rows" has_rows "$who" 24
}
has_rows() { # has_rows WHO ROWS: the status line is above the last row
    [[ $(screen "$1" | sed -n "$(($2 - 1))p") = *" $1 "*"#lobby"* && $(screen "$1" | sed -n "$2,\$p") = '#'* ]]
}

number=0
step() { # step NAME WORDS: begins a capture
    number=$((number + 1))
    printf -v file '%s/captures/%02d-%s.txt' "$work" "$number" "$1"
    echo "$(date +%T) $number $2"
    cat >"$file" <<END
$2

Made by session.sh from what was on the screens. So that it is the same in every run, times of day read 12:00, the day Monday,
23 November 2026, the server's port 40000, the time without it 30 s (the real one was checked), and that to the next attempt 1 s;
that somebody is here again is left out behind "connected again", as it comes within a second, before or after what they say.
END
}
shows() { # shows WHO WORDS: adds a screen to the capture
    await "$1" "painted to its end" is_painted "$1"
    {
        printf '\n%s, %s:\n' "$1" "$2"
        screen "$1" | normalise | sed 's/^/|/'
    } >>"$file"
}
is_painted() { # A painting is several writes; what was waited for need not be in the last.
    local before
    before=$(screen "$1")
    sleep 0.2
    [ "$before" = "$(screen "$1")" ]
}

# --- who takes part ----------------------------------------------------------------------------------------------------
# A zone in which it is noon, so that no run sees midnight.
minutes=$((12 * 60 - ($(date -u +%s) / 60) % (24 * 60)))
printf -v zone 'GMT%s%02d:%02d' "$([ $minutes -lt 0 ] && echo - || echo +)" $((${minutes#-} / 60)) $((${minutes#-} % 60))

port=0 witnessed=0
start_server() {
    local begin=$SECONDS
    : >"$work/server.log"
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -jar "$server_jar" run --set net.port="$port" \
        --set admin.port=0 --set limits.all=off --set store.path="$work/data" >"$work/server.log" 2>&1 &
    server=$!
    disown
    until grep -q ' Ready: ' "$work/server.log"; do
        if ! kill -0 "$server" 2>/dev/null || ((SECONDS - begin > patience)); then
            cat "$work/server.log" >&2
            echo "session.sh: the server did not start" >&2
            exit 1
        fi
        sleep 0.05
    done
    [[ $(<"$work/server.log") =~ chat\ on\ 127\.0\.0\.1:([0-9]+) ]] && port=${BASH_REMATCH[1]}
    exec 7<>"/dev/tcp/127.0.0.1/$port"
}

# About once a second the server says who has come and gone since. So that each is told the same in every run, somebody on a
# text line goes to another room and waits until that is told, and once more, as others may be told after that.
settle() {
    local last=$((witnessed + 2))
    while ((witnessed < last)); do
        witnessed=$((witnessed + 1))
        echo "/join #witnessed-$witnessed" >&7
        hears "you are in #witnessed-$witnessed"
        hears ' is here'
    done
}
hears() { # hears WORDS: on the text line
    local line=
    until [[ $line = *"$1"* ]]; do
        IFS= read -r -t "$patience" line <&7 || fail "the server did not say: $1"
    done
}

# The console is a child of the pane's shell, as tmux wakes up whatever it has started itself when that is stopped.
enters() { # enters NAME: opens the console of somebody
    local start
    printf -v start '%q ' env -u NO_COLOR XDG_STATE_HOME="$work/$1/state" XDG_CONFIG_HOME="$work/$1/config" \
        HOME="$work/$1" TERM=screen-256color sh -c "echo \$\$ >'$work/$1.pid'; exec \"\$@\"" sh \
        "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Duser.timezone="$zone" -jar "$client_jar" \
        --server "127.0.0.1:$port" --name "$1" --color always --no-links
    mkdir "$work/$1"
    tm new-session -d -s "$1" -x 80 -y 24 "$start; echo \"$1 has left with \$?\"; cat"
    tm set-option -t "$1" status off
    tm resize-window -t "$1" -x 80 -y 24
    sees "$1" "^ online $1 .*\[1:#lobby\]"
}
sleeps() { kill -STOP "$(<"$work/$1.pid")"; }
wakes() { kill -CONT "$(<"$work/$1.pid")"; }
sends() { # sends ROOM [TEXT]: robot says something from a script
    XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar \
        "$client_jar" send --server "127.0.0.1:$port" --name robot --room "$@"
}

# --- the session -------------------------------------------------------------------------------------------------------
start_server
settle
enters alice
settle
enters erin
sees alice ' erin is here$'
settle

step two-rooms "Two people in two rooms"
says alice "good morning"
sees erin '<alice> good morning$'
says erin "good morning, alice"
sees alice '<erin> good morning, alice$'
says alice "/join ops"
sees alice ' 1:#lobby.* \[2:#ops\]'
settle
says erin "/join ops"
sees erin ' 1:#lobby \[2:#ops\]'
sees alice ' erin is here$'
says alice "I begin with 1.4.2"
sees erin '<alice> I begin with 1\.4\.2$'
sees alice '<alice> I begin with 1\.4\.2$'
shows alice "in the second room"
shows erin "too"

step completion "Tab completes commands and names"
types erin "/j"
keys erin Tab
has_typed erin "#ops> /join"
sees erin '^ /join  /jump$'
shows erin "after /j and Tab"
keys erin Tab
has_typed erin "#ops> /jump"
keys erin C-u
has_typed erin "#ops>"
types erin "al"
keys erin Tab
has_typed erin "#ops> alice:"
types erin "go ahead"
has_typed erin "#ops> alice: go ahead"
shows erin "after al and Tab, which leaves a blank behind the name"
keys erin Enter
sees alice '\*<erin> alice: go ahead$'

step mention "What is said in the other room is counted, and who is meant is told"
keys erin M-1
sees erin ' \[1:#lobby\] 2:#ops'
says erin "who looks after db2?"
sees alice ' 1:#lobby\(1\) \[2:#ops\]'
says erin "alice, its disk is full"
sees alice ' 1:#lobby\(2, @1\) \[2:#ops\]'
shows alice "in #ops"
keys alice M-1
sees alice '\*<erin> alice, its disk is full$'
sees alice '-- new since you left --'
sees alice ' \[1:#lobby\] 2:#ops'
shows alice "after Alt-1"

step lost "The server is killed, and both go on typing"
# Both are asleep until it is dead: else who is quick could connect to it once more while it dies.
sleeps alice
sleeps erin
kill -KILL "$server"
lost_at=$SECONDS
# The system may close the sockets of a killed process a moment after it is gone.
is_dead() { ! kill -0 "$server" 2>/dev/null && ! (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
await alice "without the server" is_dead
exec 7>&-
wakes alice
wakes erin
sees alice '^ offline, reconnecting since 12:[0-9]{2} alice .*\[1:#lobby\]'
sees erin '^ offline, reconnecting since 12:[0-9]{2} erin .*\[1:#lobby\]'
sees alice 'connection refused; trying again'
sees erin 'connection refused; trying again'
says alice "on my way"
sees alice '\(queued\) on my way$'
says erin "is it me, or is it gone?"
sees erin '\(queued\) is it me, or is it gone\?$'
says alice "deleting old logs"
sees alice '\(queued\) deleting old logs$'
says erin "still nothing here"
sees erin '\(queued\) still nothing here$'
sees alice '^ offline, reconnecting since 12:[0-9]{2} alice queued 2 '
sees erin '^ offline, reconnecting since 12:[0-9]{2} erin queued 2 '
shows alice "who waits"
types alice "erin, are you th"
poses alice 11 lost.screen has alice '#lobby> erin, are you th$'
keys alice C-u
has_typed alice "#lobby>"
shows erin "who waits, too"

step back "The server is started again after the outage"
# Who comes back first is left to nobody's luck: both machines are asleep until something has been said without them.
while ((SECONDS - lost_at < outage)); do
    sleep 0.2
done
sleeps alice
sleeps erin
start_server
sends '#lobby' "backup of db1: done"
sends '#ops' "alice: backup of db2 failed, disk full"
settle
returns() { # returns WHO MISSED HEAD: wakes somebody up, who must be told how much was missed, and up to where it is all
    wakes "$1"
    sees "$1" "^ online $1 [|] \[1:#lobby\] 2:#ops\("
    sees "$1" "-- offline [0-9]+ (s|min) · $2 caught up · complete to $3\$"
    settle
}
returns alice "1 message" 5
returns erin "3 messages" 7
check_outage() { # check_outage WHO: what the console says must lie between what was asked for and what it took
    local seconds
    seconds=$(screen "$1" | sed -nE 's/.*-- offline ([0-9]+) s ·.*/\1/p')
    [ -n "$seconds" ] || seconds=$(($(screen "$1" | sed -nE 's/.*-- offline ([0-9]+) min ·.*/\1/p') * 60 + 59))
    ((seconds >= outage - 1 && (seconds <= SECONDS - lost_at + 1 || seconds % 60 == 59))) ||
        wrong "$1" "right, as it was between $outage s and $((SECONDS - lost_at)) s"
}
spoken() { screen "$1" | sed -nE 's/^[0-9:]{5}[ *](<.*)/\1/p'; }
expected="<alice> good morning
<erin> good morning, alice
<erin> who looks after db2?
<erin> alice, its disk is full
<robot> backup of db1: done
<alice> on my way
<alice> deleting old logs
<erin> is it me, or is it gone?
<erin> still nothing here"
same() { [ "$(spoken "$1")" = "$expected" ]; }
sees alice '-- erin is here$'
for who in alice erin; do
    await $who "each message once, in the order of the log: $expected" same $who
    sees_no_more $who 'queued'
    check_outage $who
    shows $who "who is back"
done
poses alice 16 back.screen has alice 'still nothing here$'

step scrollback "A thousand messages, read back to the first"
seq 1 1000 | sends '#numbers' >/dev/null
settle
says erin "/join numbers"
sees erin '\[3:#numbers\]'
sees erin '<robot> 1000$'
settle
says alice "/join numbers"
sees alice '\[3:#numbers\]'
sees alice '<robot> 1000$'
settle
shows alice "at the end"
numbers() { sed -nE 's/.*<robot> ([0-9]+)$/\1/p'; }
is_before() { # is_before NUMBERS: the screen has other numbers, without a hole, and goes back from the first of these
    local all now
    all=$(screen alice)
    # As long as the day stands above what is held, what was before is still being read, and a key would be lost.
    [[ $all != *$'\n------ '*'day, '* || $all = *'-- the beginning of the room --'* ]] || return 1
    now=$(numbers <<<"$all")
    [ -n "$now" ] && [ "${now%%$'\n'*}" -lt "${1%%$'\n'*}" ] && [ "${now##*$'\n'}" -lt "${1##*$'\n'}" ] &&
        [ "$now" = "$(seq "${now%%$'\n'*}" "${now##*$'\n'}")" ]
}
until has alice '-- the beginning of the room --'; do
    before=$(screen alice | numbers)
    echo "$before" >>"$work/numbers"
    keys alice PPage
    await alice "a page further back" is_before "$before"
done
screen alice | numbers >>"$work/numbers"
[ "$(sort -nu "$work/numbers")" = "$(seq 1 1000)" ] || wrong alice "each of the 1,000 was seen on the way"
sees alice '<robot> 1$'
says erin "alice: are you through?"
sees alice '^ online alice reading back, 1 new below'
shows alice "after PageUp, again and again"
keys alice Escape Escape
sees alice '<erin> alice: are you through\?$'
sees_no_more alice 'reading back'
shows alice "after Esc Esc"

step resize "The window changes its size"
long="the quick brown fox jumps over the lazy dog, which has seen this before and goes on sleeping in the sun of the late afternoon"
says alice "$long"
sees alice 'late afternoon$|afternoon$'
is_laid_out() { # is_laid_out WHO COLUMNS ROWS: each row fits, the last two are the status and the line, and no word is lost
    local all
    all=$(screen "$1")
    [ "$(tm display-message -p -t "$1" '#{pane_width} #{pane_height}')" = "$2 $3" ] &&
        [ "$(tail -n 2 <<<"$all" | head -n 1 | cut -c1-13)" = " online alice" ] &&
        [ "$(tail -n 1 <<<"$all")" = "#numbers>" ] &&
        [ "$(wc -l <<<"$all")" = "$3" ] &&
        [[ $(tr -s ' \n' '  ' <<<"$all") = *"<alice> $long"* ]]
}
for size in "50 12" "120 40"; do
    read -r columns rows <<<"$size"
    tm resize-window -t alice -x "$columns" -y "$rows"
    await alice "laid out in $columns columns and $rows rows" is_laid_out alice "$columns" "$rows"
    shows alice "in $columns columns and $rows rows"
done
tm resize-window -t alice -x 80 -y 24
await alice "laid out in 80 columns and 24 rows" is_laid_out alice 80 24

step paste "Several lines are pasted, and said as one message"
tm set-buffer -b pasted $'what du says:\n  9.1G  /var/log\n/var/lib is not the one'
tm paste-buffer -d -p -b pasted -t alice
has_lines() { [ "$(screen alice | tail -n 3)" = $'#numbers> what du says:\n            9.1G  /var/log\n          /var/lib is not the one' ]; }
await alice "three lines that are typed" has_lines
shows alice "before Enter"
keys alice Enter
said_lines() { screen "$1" | grep -A 2 '<alice> what du says:$' | sed 1d | diff -q - <(printf '      |   9.1G  /var/log\n      | /var/lib is not the one\n') >/dev/null; }
await alice "three lines of one message" said_lines alice
await erin "three lines of one message" said_lines erin
shows erin "who got it"

step wide "What is two columns wide, or none, stands in its columns"
says alice $'| 漢字 | 👍 | e\u301 | there'
says alice "| abcd | ab | e | here"
sees erin '<alice> \| abcd \| ab \| e \| here$'
says erin "$(printf '漢%.0s' {1..40})"
sees alice '<erin> 漢{33}$'
# tmux tells in which of its columns something stands; the search goes up, from row to row.
column_of() { # column_of WHO TEXT
    tm copy-mode -t "$1"
    tm send-keys -t "$1" -X search-backward-text "$2"
    tm display-message -p -t "$1" '#{copy_cursor_x}'
    tm send-keys -t "$1" -X cancel
}
stands_in() { # stands_in WHO TEXT COLUMN
    local column
    column=$(column_of "$1" "$2")
    [ "$column" = "$3" ] || wrong "$1" "in column $3, but in $column: $2"
}
for who in alice erin; do
    for text in '| 漢字' '| abcd'; do stands_in $who "$text" 14; done
    for text in '| 👍 ' '| ab '; do stands_in $who "$text" 21; done
    for text in $'| e\u301 ' '| e '; do stands_in $who "$text" 26; done
    for text in '| there' '| here'; do stands_in $who "$text" 30; done
done
types erin "漢字👍!"
sees erin '^#numbers> 漢字👍!$'
cursor_is() { [ "$(tm display-message -p -t "$1" '#{cursor_x}')" = "$2" ]; }
await erin "the cursor behind it, in column 17" cursor_is erin 17
keys erin Left BSpace
sees erin '^#numbers> 漢字!$'
await erin "the cursor before the last, in column 14" cursor_is erin 14
shows alice "who said it"
shows erin "who types it"
keys erin C-e C-u
has_typed erin "#numbers>"

step end "They leave, and the terminal is as it was"
for who in alice erin; do
    keys $who C-d
    sees $who "^$who has left with 0$"
    [ "$(tm display-message -p -t $who '#{alternate_on}')" = 0 ] || wrong $who "given back"
    shows $who "who has left"
done

"$java" "$svg_source" "The console while the server is gone, and after it has come back" $picture_columns \
    "$work/lost.screen" "The server is gone. alice goes on typing; what she says is queued." \
    "$work/back.screen" "30 s later. What was said is there, once, in one order, and the console says that it is all." \
    >"$work/console.svg"

# Only what went well to its end is kept.
mkdir -p "$captures" "$(dirname "$picture")"
rm -f "$captures"/*.txt
cp "$work/captures"/*.txt "$captures"
cp "$work/console.svg" "$picture"
