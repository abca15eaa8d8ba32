#!/bin/sh
# Runs every test of the project: arrows, names, lint, figures, unit, postgres (units over that
# engine), memory (the units under the sanitizers, beside what does not look at the time), rules,
# pages (without a browser), api, browser. It prints a line a test, and for a failure the command
# that runs it again. The last line is "N passed, N failed". Every stage runs, whatever became of
# the others.
#   tests/run.sh [stage…]     only these stages
#   SAN=1 tests/run.sh        the same on the sanitizer build
set -u
cd "$(dirname "$0")/.." || exit 1
# B is the Makefile's.
if [ "${SAN:-}" = 1 ]; then BUILD=${B:-build/san}; else BUILD=${B:-build}; fi
export SAN="${SAN:-}"
program=$BUILD/suanbei
passed=0
failed=0
work=$(mktemp -d) || exit 1
beside=
end() {
    [ -z "$beside" ] || kill -TERM -- "-$beside" 2> /dev/null
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

ok() { passed=$((passed + 1)); echo "ok $1"; }
not_ok() { # words, command to run again, file with what was said
    failed=$((failed + 1))
    echo "not ok $1"
    [ -n "${3:-}" ] && [ -s "$3" ] && tail -n 60 "$3" | sed 's/^/    /'
    echo "    again: $2"
}
# one NAME COMMAND…: one test by exit status
one() {
    name=$1
    shift
    if "$@" > "$work/out" 2>&1; then ok "$name"; else not_ok "$name" "$*" "$work/out"; fi
}
# lines STAGE AGAIN FILE STATUS: counts "ok …" and "not ok …" lines of a program's output. A program
# that names no test is a failure; "# skipped: …" is told and not counted.
lines() {
    good=$(grep -c '^ok ' "$3")
    bad=$(grep -c '^not ok ' "$3")
    passed=$((passed + good))
    failed=$((failed + bad))
    sed -n 's/^ok /ok '"$1"': /p; s/^# skipped: /# skipped: '"$1"': /p' "$3"
    if [ "$bad" -gt 0 ]; then
        sed -n '/^ok /d; /^# skipped: /d; s/^not ok /not ok '"$1"': /; p' "$3"
        echo "    again: $2"
    elif [ "$4" -ne 0 ]; then
        not_ok "$1: ended with status $4" "$2" "$3"
    elif [ "$good" -eq 0 ] && ! grep -q '^# skipped: ' "$3"; then
        not_ok "$1: ran no test" "$2" "$3"
    fi
}

arrows() {
    one 'arrows: every room knows only what it may' sh tests/arrows.sh
    one 'arrows: a planted violation of every kind is seen' sh tests/arrows.sh --self
}

names() {
    one 'names: policy is named in rules/ alone' sh tests/names.sh
    one 'names: a planted violation of every kind is seen' sh tests/names.sh --self
}

lint() {
    if [ ! -x node_modules/.bin/eslint ]; then
        not_ok 'lint: eslint is not installed' 'make setup-test'
        return
    fi
    one 'lint: eslint' node_modules/.bin/eslint --max-warnings 0 tests nginx/web eslint.config.mjs
    one 'lint: lines end by column 100' sh tests/columns.sh
    one 'lint: PostgreSQL prepares every statement' sh tests/postgres.sh prepare
    one 'lint: PostgreSQL has what statements call' sh tests/postgres.sh prelude
    one 'lint: a statement that it refuses is seen' sh tests/postgres.sh prepare --self
    for f in tests/*.sh nginx/*.sh; do
        [ -f "$f" ] || continue
        shell=sh
        head -n 1 "$f" | grep -q bash && shell=bash
        one "lint: $shell -n $f" $shell -n "$f"
    done
    if command -v clang-format > /dev/null 2>&1; then
        one 'lint: clang-format' sh -c \
            'find fcgi tests -name "*.c" -o -name "*.h" | xargs clang-format --dry-run -Werror'
    fi
    if command -v luacheck > /dev/null 2>&1 && [ -f .luacheckrc ]; then
        one 'lint: luacheck' luacheck -q rules fcgi/judge/engine
    fi
}

# How the C is written, for information. Only that the counting is right is a test.
figures() {
    one 'figures: a planted sample is counted right' node tests/figures.mjs --self
    node tests/figures.mjs
}

# The programs of today's sources: a build folder keeps those of files that are gone.
units() { for t in tests/unit/*_test.c; do [ -x "$BUILD/${t%.c}" ] && echo "$BUILD/${t%.c}"; done; }

unit() {
    [ -n "$(units)" ] || not_ok 'unit: no unit test is built' 'make unit'
    for t in $(units); do
        "$t" > "$work/out" 2>&1
        lines "unit $(basename "$t")" "$t" "$work/out" $?
    done
}

# The units that are whole over PostgreSQL, on one server for all of them.
on_postgres='store_cursor store_likeness store_rule_work store_seal_pool store_takeover
    casework_access casework_clock casework_credit casework_figures
    casework_numbers casework_race'
postgres() {
    mkdir -p "$work/postgres"
    sh tests/postgres.sh with sh tests/run.sh postgres_units "$work/postgres" \
        > "$work/server" 2>&1
    for name in store_postgres $on_postgres; do
        to=$work/postgres/$name
        if [ -f "$to.status" ]; then
            lines "postgres ${name}_test" \
                "STORE=postgres sh tests/postgres.sh with $BUILD/tests/unit/${name}_test" \
                "$to.out" "$(cat "$to.status")"
        else
            not_ok "postgres ${name}_test: did not run" 'tests/run.sh postgres' "$work/server"
        fi
    done
}
postgres_units() { # FOLDER
    store=sqlite # the first opens both by itself
    for name in store_postgres $on_postgres; do
        STORE=$store timeout -k 10 300 "$BUILD/tests/unit/${name}_test" > "$1/$name.out" 2>&1
        echo $? > "$1/$name.status"
        store=postgres
    done
}

# Every unit once more where each slip of memory is seen: under the sanitizers, or with LONG=1 under
# valgrind, where the test's own process alone is looked at. --quick leaves out what forks or takes
# long.
memory() {
    if [ "$SAN" = 1 ]; then
        echo '# skipped: memory: everything runs under the sanitizers'
        return
    fi
    if [ "${LONG:-}" != 1 ]; then
        env -u B -u MAKEFLAGS -u MAKELEVEL SAN=1 make unit > "$work/san" 2>&1 ||
            not_ok 'memory: the units under the sanitizers' 'make unit SAN=1' "$work/san"
    elif ! command -v valgrind > /dev/null 2>&1; then
        not_ok 'memory: valgrind is not installed' 'make setup-test'
        return
    fi
    mkdir -p "$work/memory"
    units | xargs -P 2 -I '{}' sh tests/run.sh memory_one '{}' "$work/memory"
    for t in $(units); do
        name="memory: $(basename "$t")"
        to=$work/memory/$(basename "$t")
        if [ "$(cat "$to.status")" = 0 ]; then ok "$name"; else
            not_ok "$name" "$(memory_command "$t")" "$to.out"
        fi
    done
    cat "$work/memory"/*.took | sort -rn | head -n 8 | sed 's/^/# took: /'
}
memory_command() {
    if [ "${LONG:-}" != 1 ]; then
        echo "build/san/tests/unit/$(basename "$1") --quick"
        return
    fi
    echo "valgrind -q --error-exitcode=9 --leak-check=full --child-silent-after-fork=yes" \
        "--errors-for-leak-kinds=definite,indirect,possible $1 --quick"
}
memory_one() { # PROGRAM FOLDER
    to=$2/$(basename "$1")
    began=$(date +%s)
    $(memory_command "$1") > "$to.out" 2>&1
    echo $? > "$to.status"
    echo "$(($(date +%s) - began)) s memory of $(basename "$1")" > "$to.took"
}

# A whole run has it beside the stages that do not look at the time, in a session of its own, and
# waits for it before the others.
memory_beside() {
    setsid sh tests/run.sh memory > "$work/beside" 2>&1 &
    beside=$!
}
memory_join() {
    wait "$beside"
    beside=
    sed '$d' "$work/beside" # but what it counted
    passed=$((passed + $(grep -c '^ok ' "$work/beside")))
    failed=$((failed + $(grep -c '^not ok ' "$work/beside")))
}

rules() {
    if "$program" rules test > "$work/out" 2>&1; then status=0; else status=$?; fi
    grep '^# ' "$work/out" # what the cases reach
    lines 'rules' "$program rules test" "$work/out" $status
}

# node's test runner, file by file, so that a failure names the file that runs it again; two files
# at a time, since each has an instance of its own on ports of its own.
node_file() { # FILE FOLDER
    to=$2/$(basename "$1" .test.mjs)
    began=$(date +%s)
    SUANBEI_BUILD=$BUILD timeout -k 10 900 node --test --test-reporter=tap "$1" > "$to.tap" 2>&1
    echo $? > "$to.status"
    echo "$(($(date +%s) - began)) s $(basename "$1")" > "$to.took"
}
# Those that take longest begin first, so that none of them runs alone at the end.
slow_of() {
    for name in switch replay contract hostile strangers rules sealed_files govern emergency \
        every_page markup writing review home; do
        [ ! -f "$1/$name.test.mjs" ] || echo "$1/$name.test.mjs"
    done
}
node_files() {
    mkdir -p "$work/$2"
    { slow_of "$1" && ls "$1"/*.test.mjs; } | awk '!seen[$0]++' |
        xargs -P 2 -I '{}' sh tests/run.sh node_file '{}' "$work/$2"
    for f in "$1"/*.test.mjs; do
        to=$work/$2/$(basename "$f" .test.mjs)
        node tests/lib/tap.mjs "$f" < "$to.tap" > "$work/out"
        lines "$2 $(basename "$f" .test.mjs)" "node --test $f" "$work/out" "$(cat "$to.status")"
    done
    cat "$work/$2"/*.took | sort -rn | head -n 8 | sed 's/^/# took: /'
}

pages() { node_files tests/web pages; }
api() { node_files tests/api api; }
browser() { node_files tests/browser browser; }

if [ ! -x "$program" ]; then
    not_ok "build: there is no $program" 'make'
fi
case ${1:-} in
node_file | memory_one | postgres_units) # what the stages start
    "$@"
    exit 0
    ;;
esac
whole='memory_beside arrows names lint figures unit postgres rules pages memory_join api browser'
for stage in ${*:-$whole}; do
    began=$(date +%s)
    case $stage in
    memory_beside | memory_join) "$stage" ;;
    arrows | names | lint | figures | unit | postgres | memory | rules | \
        pages | api | browser) "$stage" ;;
    *) echo "no stage $stage"; exit 2 ;;
    esac
    echo "# took: $stage $(($(date +%s) - began)) s"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
