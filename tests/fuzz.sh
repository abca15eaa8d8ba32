#!/bin/sh
# Runs every fuzzer, or those that are named, for SECONDS each (60), two at a time; from
# tests/fuzz/corpus/NAME and what NAME_seed makes, with the words of NAME.dict, finding into
# build/fuzz/found/NAME. A find ends it with the input's name.
#   SECONDS=600 tests/fuzz.sh [name…]
set -u
cd "$(dirname "$0")/.." || exit 1
each=${SECONDS_EACH:-${SECONDS:-60}}
bad=0

run() {
    found=build/fuzz/found/$1 seed=build/fuzz/seed/$1 seeder=build/fuzz/tests/fuzz/$1_seed
    mkdir -p "$found" "$seed" "tests/fuzz/corpus/$1"
    if [ -x "$seeder" ] && ! "$seeder" "$seed" > "build/fuzz/$1.log" 2>&1; then return 1; fi
    dict=tests/fuzz/$1.dict
    "build/fuzz/tests/fuzz/$1_fuzz" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 ${dict:+$([ -f "$dict" ] && echo "-dict=$dict")} \
        -artifact_prefix="build/fuzz/$1-" "$found" "tests/fuzz/corpus/$1" "$seed" \
        > "build/fuzz/$1.log" 2>&1
}
tell() {
    if [ "$2" -eq 0 ]; then
        times=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$1.log")
        echo "ok fuzz $1: $times inputs in $each s"
    else
        bad=1
        echo "not ok fuzz $1"
        grep -vE '^#[0-9]+' "build/fuzz/$1.log" | tail -n 40 | sed 's/^/    /'
    fi
}

names=${*:-$(cd tests/fuzz && ls ./*_fuzz.c | sed 's|^\./||; s/_fuzz\.c$//')}
set --
for name in $names; do
    run "$name" &
    set -- "$@" "$name" $!
    [ $# -lt 4 ] || {
        wait "$2"; tell "$1" $?
        wait "$4"; tell "$3" $?
        set --
    }
done
[ $# -lt 2 ] || { wait "$2"; tell "$1" $?; }
exit $bad
