#!/bin/sh
# A PostgreSQL of its own in a temporary folder, for as long as a command runs: without a network,
# on a socket in that folder, with a database "suanbei" that holds the schema which the build makes.
#   postgres.sh prepare        PREPAREs every statement of the store; prints those that are refused,
#                              and those that take a number as one of 32 bits, as times are not
#   postgres.sh prepare --self the same of three that must be refused, and of one that must not
#   postgres.sh prelude        asks what sql/dialect makes (prelude.sql); prints what is wrong
#   postgres.sh with COMMAND…  the command, with PGHOST, PGUSER and PGDATABASE in its environment
# BUILD is the folder of the build.
set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo 'PostgreSQL is not installed: make setup-test'; exit 1; }

# It refuses to run as root.
as_user() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
    else
        "$@"
    fi
}

work=$(mktemp -d) || exit 1
end() {
    [ ! -f "$work/data/postmaster.pid" ] ||
        as_user "$bin/pg_ctl" -D "$work/data" -m immediate -w stop > /dev/null 2>&1
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

begin() {
    [ "$(id -u)" != 0 ] || chown nobody "$work"
    (cd "$work" && as_user "$bin/initdb" -D "$work/data" -U suanbei -A trust --no-sync \
        --locale=C.UTF-8 -E UTF8) > "$work/initdb.log" 2>&1 ||
        { cat "$work/initdb.log"; return 1; }
    cat >> "$work/data/postgresql.conf" << EOF
listen_addresses = ''
unix_socket_directories = '$work'
fsync = off
shared_buffers = 16MB
max_connections = 40
EOF
    (cd "$work" && as_user "$bin/pg_ctl" -D "$work/data" -w -l "$work/data/log" start) \
        > "$work/start.log" 2>&1 || { cat "$work/start.log" "$work/data/log"; return 1; }
    PGHOST=$work PGUSER=suanbei PGDATABASE=suanbei PGOPTIONS='-c client_min_messages=warning'
    export PGHOST PGUSER PGDATABASE PGOPTIONS
    psql -qX -d postgres -c 'CREATE DATABASE suanbei' || return 1
    psql -qX -v ON_ERROR_STOP=1 -f "$BUILD/gen/store/postgres.sql"
}

# prepare_all HEADER: of the statements in the header that the build made of sql/query.
prepare_all() {
    awk -f sql/dialect/prepare.awk "$1" > "$work/prepare.sql" || return 1
    grep -q '^PREPARE ' "$work/prepare.sql" || { echo "no statement in $1"; return 1; }
    cat >> "$work/prepare.sql" << 'EOF'
SELECT format(E'-- %s\n ERROR: a number of 32 bits', name) FROM pg_prepared_statements
 WHERE CAST('integer' AS regtype) = ANY (parameter_types);
EOF
    psql -qXAt -f "$work/prepare.sql" > "$work/said" 2>&1
    awk '/^-- / { name = $2; next } /ERROR/ { sub(/.*ERROR: */, ""); print name ": " $0; bad = 1 }
         END { exit bad }' "$work/said"
}

self() {
    cat > "$work/planted.h" << 'EOF'
const struct sql_text query_texts[Q__MAX] = {
    [Q_GOOD] = {"good",
    "SELECT id FROM filing WHERE title = $title AND id > $id\n"
    "   AND title <> $title;\n"
    },
    [Q_UNTYPED] = {"untyped",
    "SELECT id FROM filing WHERE ($1 IS NULL OR title = $1);\n"
    },
    [Q_SHORT] = {"short",
    "SELECT id FROM filing WHERE $1 > 0;\n"
    },
    [Q_OWN] = {"own",
    "SELECT iif(1, 2, 3);\n"
    },
};
EOF
    said=$(prepare_all "$work/planted.h") && { echo 'nothing was refused'; return 1; }
    case $said in *good*) echo "refused: $said"; return 1 ;; esac
    case $said in *untyped*own*short*) ;; *) echo "not seen, but: $said"; return 1 ;; esac
}

begin || exit 1
case ${1:-} in
prepare) if [ "${2:-}" = --self ]; then self; else prepare_all "$BUILD/gen/store/queries.h"; fi ;;
prelude)
    psql -qXAt -v VERBOSITY=terse -f tests/prelude.sql > "$work/said" 2>&1
    cat "$work/said"
    [ ! -s "$work/said" ]
    ;;
with) shift; "$@" ;;
*) sed -n 's/^#   //p' "$0"; exit 2 ;;
esac
