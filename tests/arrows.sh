#!/bin/sh
# The arrows between rooms, kept true. Greps the includes under fcgi/ and fails like
#   fcgi/store/db.c:2: store must not know http
# Between the files of one room it fails on circles, like
#   fcgi/judge: a circle: vm/a.c → vm/b.c (what a needs of b) → vm/a.c (what b needs of a)
# A file needs another when it names a function or an object that the other defines for more than
# itself. Definitions are found by the house's style: a function's name begins a line, under its
# return type; an object begins a line and ends it with "=", "= {" or ";". Comments and quoted text
# name nothing. Headers have no part in it, so a circle that two headers could end still shows.
# Usage: arrows.sh [folder]   checks the tree in folder (the project's own by default)
#        arrows.sh --self     plants a violation of every kind in a copy and sees each of them fail
set -u
here=$(cd "$(dirname "$0")/.." && pwd)

# room: rooms that it may include (its own is always allowed)
arrows='
serve: handle clerk courier press reader http model base
cli: casework govern page policy store model base
clerk: casework govern courier policy store model base
handle: casework govern http page policy press reader store model base
casework: policy store model base
http: model base
govern: page policy store model base
policy: rulekit model base
judge: rulekit model base
press: base
courier: base
reader: base
rulekit: model base
store: model base
page: model base
model: base
base:
'
# folder of a room: the files of the room that alone may include what is in it
inner='
store/sqlite store/open.c
store/postgres store/open.c
'
# outside header: the rooms, or folders of rooms, that alone may see it
outside='
fcgiapp.h serve
fcgi_stdio.h nobody
fcgios.h nobody
sqlite3.h store/sqlite
lua.h judge
lualib.h judge
lauxlib.h judge
pcre2.h judge
idn2.h model
uninorm.h model
unicase.h model
unistr.h model
unictype.h model
sodium.h base
nettle/sha2.h base
nettle/hmac.h base
openssl/crypto.h base
openssl/evp.h base
liboath/oath.h base
qrencode.h page press
cairo-pdf.h press
fontconfig/fontconfig.h press
pango/pangocairo.h press
pango/pangofc-fontmap.h press
zip.h reader press
png.h reader press
jpeglib.h reader
jerror.h reader
expat.h reader
qpdf/qpdf-c.h reader
curl/curl.h courier
'

includes() {
    find fcgi -name '*.c' -o -name '*.h' | sort |
        xargs awk -v arrows="$arrows" -v outside="$outside" -v inner="$inner" '
    BEGIN {
        n = split(inner, line, "\n")
        for (i = 1; i <= n; i++) if (split(line[i], part, " ") == 2) opened[part[1]] = part[2]
        n = split(arrows, line, "\n")
        for (i = 1; i <= n; i++) {
            if (split(line[i], part, ":") < 2) continue
            rooms[part[1]] = 1
            m = split(part[2], to, " ")
            for (j = 1; j <= m; j++) may[part[1], to[j]] = 1
        }
        n = split(outside, line, "\n")
        for (i = 1; i <= n; i++) {
            m = split(line[i], part, " ")
            if (m < 2) continue
            owned[part[1]] = 1
            for (j = 2; j <= m; j++) owner[part[1], part[j]] = 1
        }
        sql_reads = "SELECT .*( FROM |[0-9$?])"
        sql_writes = "INSERT +(OR +[A-Z]+ +)?INTO|UPDATE [a-z_]+ SET|DELETE FROM"
        sql_makes = "CREATE (TABLE|INDEX|TRIGGER|VIRTUAL)|DROP TABLE|ALTER TABLE"
    }
    function bad(words) { printf "%s:%d: %s\n", FILENAME, FNR, words; failed = 1 }
    FNR == 1 {
        m = split(FILENAME, p, "/")
        room = m > 2 ? p[2] : "" # fcgi/main.c stands outside the rooms
        folder = m > 3 ? p[2] "/" p[3] : room
        base_name = p[m]
        comment = 0
        if (room != "" && !(room in rooms)) bad(room " is no room")
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        split($0, q, "\"")
        split(q[2], to, "/")
        if (q[2] !~ /\//) bad("include by room: \"room/file.h\", not \"" q[2] "\"")
        else if (room != "" && to[1] != room && to[1] in rooms && !((room, to[1]) in may))
            bad(room " must not know " to[1])
        else if (to[1] != room && to[1] in rooms && to[2] != to[1] ".h")
            bad("\"" q[2] "\" is private to " to[1])
        else if (((to[1] "/" to[2]) in opened) && folder != to[1] "/" to[2] &&
                 FILENAME != "fcgi/" opened[to[1] "/" to[2]])
            bad("\"" q[2] "\" is private to " to[1] "/" to[2])
    }
    /^[ \t]*#[ \t]*include[ \t]*</ {
        split($0, q, /[<>]/)
        if (q[2] in owned && !((q[2], room) in owner) && !((q[2], folder) in owner))
            bad((room == "" ? "main" : room) " must not know <" q[2] ">")
    }
    {
        # Comments and the text outside of quotes say what they like; SQL in a string literal does
        # not.
        text = $0
        gsub(/\\./, "", text)
        sub(/\/\/.*/, "", text)
        gsub(/\/\*[^*]*\*\//, "", text)
        if (comment && text ~ /\*\//) { sub(/^.*\*\//, "", text); comment = 0 }
        if (comment) text = ""
        if (text ~ /\/\*/) { sub(/\/\*.*/, "", text); comment = 1 }
        k = split(text, s, "\"")
        for (i = 2; i <= k; i += 2) {
            if (s[i] ~ sql_reads || s[i] ~ sql_writes || s[i] ~ sql_makes)
                bad("SQL text in C: it belongs in sql/")
            if (room == "handle" && s[i] ~ /(^|[^A-Za-z])(BEGIN|COMMIT|ROLLBACK)([^A-Za-z]|$)/)
                bad("a handler never says " s[i])
        }
        if (text ~ /store_(write_(begin|commit|rollback)|read_begin) *\(/) {
            if (room == "handle" && base_name !~ /^(dispatch|dispatcher)\.c$/)
                bad("a handler opens no transaction: the dispatcher does")
            if (room == "casework")
                bad("casework opens no transaction: its caller does")
        }
        if ((room == "handle" || room == "casework") && base_name !~ /^dispatcher\.c$/ &&
            text ~ /(^|[^a-z_])(getenv|time|clock_gettime|gettimeofday) *\(/)
            bad("a handler asks no clock and no environment: its context has them")
    }
    END { exit failed }'
}

# The same for the pages: room: rooms that its files may import (its own is always allowed). Pages
# of one room do not import those of another. The files beside the rooms put them together.
web_arrows='
pages: shell form draft kit api words
shell: pages draft kit api words
form: kit api words
draft: api words
kit: api words
api: words
words:
'
# outside package: the file that alone may import it; vue is not for draft, which is tested without
web_outside='
@codemirror kit/codemirror.js
@lezer kit/codemirror.js
pdfjs-dist kit/Pdf.vue
'

# Imports of a file below src/, as file:line:what; a relative one is told by its place below src/.
web_imports() {
    find nginx/web/src -name '*.js' -o -name '*.vue' | sort | xargs awk '
    {
        text = $0
        while (match(text, /(from|import\(?) *\047[^\047]+\047/)) {
            what = substr(text, RSTART, RLENGTH)
            text = substr(text, RSTART + RLENGTH)
            sub(/^[^\047]*\047/, "", what)
            sub(/\047$/, "", what)
            if (what ~ /^\./) {
                n = split(FILENAME, part, "/") - 1
                while (what ~ /^\.\.?\//) {
                    if (what ~ /^\.\.\//) n--
                    sub(/^\.\.?\//, "", what)
                }
                path = ""
                for (i = 4; i <= n; i++) path = path part[i] "/"
                what = "src/" path what
            }
            printf "%s:%d:%s\n", FILENAME, FNR, what
        }
    }'
}

pages_arrows() {
    [ -d nginx/web/src ] || return 0
    web_imports | awk -F: -v arrows="$web_arrows" -v outside="$web_outside" '
    BEGIN {
        n = split(arrows, line, "\n")
        for (i = 1; i <= n; i++) {
            if (split(line[i], part, ":") < 2) continue
            rooms[part[1]] = 1
            m = split(part[2], to, " ")
            for (j = 1; j <= m; j++) may[part[1], to[j]] = 1
        }
        n = split(outside, line, "\n")
        for (i = 1; i <= n; i++) if (split(line[i], part, " ") == 2) owner[part[1]] = part[2]
    }
    function bad(words) { printf "%s:%d: %s\n", $1, $2, words; failed = 1 }
    {
        file = $1
        sub(/^nginx\/web\/src\//, "", file)
        own = split(file, p, "/") > 1 ? p[1] : ""
        if (own != "" && !(own in rooms)) bad(own " is no room of the pages")
        if ($3 ~ /^src\//) {
            split($3, to, "/")
            is_room = to[2] in rooms
            if (own != "" && is_room && to[2] != own && !((own, to[2]) in may))
                bad(own " must not know " to[2])
            if (own == "pages" && to[2] == "pages" && p[2] != to[3])
                bad("pages/" p[2] " must not know pages/" to[3])
            if (own != "" && !is_room && own != "shell" && $3 !~ /\/router\.js$/)
                bad(own " must not know " to[2])
        } else {
            split($3, to, "/")
            if (to[1] in owner && file != owner[to[1]]) bad("only " owner[to[1]] " may know " to[1])
            if (own == "draft") bad("draft must not know " $3)
        }
    }
    END { exit failed }'
}

# Needs that close a circle and may stay: who, whom (* for anybody in the room), and why.
accepted='
handle/routes.c *          the route table names every handler, and the dispatcher reads it for them
'

# Every need is an edge between two files of a room. Without the accepted ones no circle is left.
circles() {
    find fcgi -name '*.c' | sort | xargs awk -v accepted="$accepted" '
    function strip(text) {
        gsub(/\\./, "", text)
        gsub(/"[^"]*"/, "", text)
        sub(/\/\/.*/, "", text)
        gsub(/\/\*[^*]*\*\//, "", text)
        if (comment && text !~ /\*\//) return ""
        if (comment) { sub(/^.*\*\//, "", text); comment = 0 }
        if (text ~ /\/\*/) { sub(/\/\*.*/, "", text); comment = 1 }
        return text
    }
    function define(name) { if (!((room, name) in owner)) owner[room, name] = file }
    BEGIN {
        n = split(accepted, line, "\n")
        for (i = 1; i <= n; i++)
            if (split(line[i], part, " ") > 2)
                may["fcgi/" part[1], part[2] == "*" ? "*" : "fcgi/" part[2]] = 1
    }
    FNR == 1 {
        m = split(FILENAME, p, "/")
        room = m > 2 ? p[2] : ""
        file = FILENAME
        comment = 0
        last = ""
        if (room != "") files[++file_n] = file
        room_of[file] = room
    }
    room == "" { next }
    {
        name = text = strip($0)
        is_function = text ~ /^[a-z_][a-z0-9_]*\(/ && last ~ /^[A-Za-z]/
        is_object = text ~ /^(const |struct |enum |char |int |bool )[^()]*(=|= \{|;)$/
        if (is_function && last !~ /(^|[ \t])static([ \t]|$)/) {
            sub(/\(.*/, "", name)
            define(name)
        } else if (is_object && text !~ /^(struct|enum) [a-z_]*;$/) {
            sub(/[ \t]*(=.*|;)$/, "", name)
            sub(/\[.*/, "", name)
            sub(/.*[ *]/, "", name)
            define(name)
        }
        if (text != "") last = text
        while (match(text, /[A-Za-z_][A-Za-z0-9_]*/)) {
            uses[file, substr(text, RSTART, RLENGTH)] = 1
            text = substr(text, RSTART + RLENGTH)
        }
    }
    # the shortest way from one file to another over needs, "" when there is none
    function way(from, to,    queue, head, tail, seen, at, i, k, via) {
        queue[1] = from
        head = tail = 1
        while (head <= tail) {
            at = queue[head++]
            for (i = 1; i <= need_n[at]; i++) {
                k = need[at, i]
                if (k in via) continue
                via[k] = at
                if (k == to) {
                    seen = step(via[k], to)
                    for (at = via[k]; at != from; at = via[at]) seen = step(via[at], at) " → " seen
                    return short(from) " → " seen
                }
                queue[++tail] = k
            }
        }
        return ""
    }
    function step(from, to) { return short(to) " (" by[from, to] ")" }
    function short(f) { sub(/^fcgi\/[a-z]*\//, "", f); return f }
    END {
        for (u in uses) {
            split(u, q, SUBSEP)
            to = owner[room_of[q[1]], q[2]]
            if (to == "" || to == q[1] || (q[1], to) in may || (q[1], "*") in may) continue
            if (!((q[1], to) in by)) need[q[1], ++need_n[q[1]]] = to
            if (by[q[1], to] == "" || q[2] < by[q[1], to]) by[q[1], to] = q[2]
        }
        for (i = 1; i <= file_n; i++) {
            f = files[i]
            if (f in told || (w = way(f, f)) == "") continue
            print "fcgi/" room_of[f] ": a circle: " w
            failed = 1
            for (k = i; k <= file_n; k++)
                if (room_of[files[k]] == room_of[f] && index(w " ", short(files[k]) " "))
                    told[files[k]] = 1
        }
        exit failed
    }'
}

check() (
    cd "$1" || exit 1
    bad=0
    includes || bad=1
    circles || bad=1
    pages_arrows || bad=1
    exit $bad
)

# plant FILE 'TEXT' 'EXPECTED': appends TEXT to FILE in the copy; the check must fail with EXPECTED.
# Else bad becomes 1. The file is as it was afterwards.
plant() {
    seen "$@" || bad=1
    if [ -e "$here/$1" ]; then cp "$here/$1" "$copy/$1"; else rm "$copy/$1"; fi
    rmdir "$(dirname "$copy/$1")" 2> /dev/null || :
}
seen() {
    mkdir -p "$(dirname "$copy/$1")"
    printf '%s\n' "$2" >> "$copy/$1"
    said=$(check "$copy") && { echo "not seen: $1: $2"; return 1; }
    case $said in
    *"$3"*) ;;
    *) echo "seen, but not as '$3': $said"; return 1 ;;
    esac
}

copy_pages() {
    rm -rf "$copy/nginx/web" && mkdir -p "$copy/nginx/web"
    cp -R "$here/nginx/web/src" "$copy/nginx/web/"
}

self() {
    copy=$(mktemp -d) || return 1
    trap 'rm -rf "$copy"' EXIT INT TERM
    bad=0
    mkdir -p "$copy/fcgi" && cp -R "$here/fcgi/." "$copy/fcgi/"
    copy_pages
    check "$copy" > /dev/null || { echo "the tree itself is not clean"; bad=1; }
    plant fcgi/store/planted.c '#include "http/http.h"' \
        'fcgi/store/planted.c:1: store must not know http'
    plant fcgi/base/planted.c '#include "model/model.h"' 'base must not know model'
    plant fcgi/model/planted.c '#include "store/store.h"' 'model must not know store'
    plant fcgi/http/planted.c '#include "policy/policy.h"' 'http must not know policy'
    plant fcgi/govern/planted.c '#include "handle/handle.h"' 'govern must not know handle'
    plant fcgi/clerk/planted.c '#include "handle/handle.h"' 'clerk must not know handle'
    plant fcgi/clerk/planted.c '#include "http/http.h"' 'clerk must not know http'
    plant fcgi/handle/planted.c '#include "clerk/clerk.h"' 'handle must not know clerk'
    plant fcgi/serve/planted.c '#include "clerk/jobs.h"' 'is private to clerk'
    plant fcgi/serve/planted.c '#include "store/store.h"' 'serve must not know store'
    plant fcgi/serve/planted.c '#include "handle/context.h"' 'is private to handle'
    plant fcgi/casework/planted.c '#include "http/http.h"' 'casework must not know http'
    plant fcgi/casework/planted.c '#include "handle/handle.h"' 'casework must not know handle'
    plant fcgi/casework/planted.c 'int f(void) { return store_write_commit(0, 0); }' \
        'casework opens no transaction'
    plant fcgi/casework/planted.c 'long f(void) { return time(0); }' 'asks no clock'
    plant fcgi/store/planted.c '#include "casework/casework.h"' 'store must not know casework'
    plant fcgi/handle/planted.c '#include <fcgiapp.h>' 'handle must not know <fcgiapp.h>'
    plant fcgi/handle/planted.c '#include <sqlite3.h>' 'handle must not know <sqlite3.h>'
    plant fcgi/store/planted.c '#include <lua.h>' 'store must not know <lua.h>'
    plant fcgi/store/planted.c '#include <sqlite3.h>' 'store must not know <sqlite3.h>'
    plant fcgi/store/planted.c '#include "store/sqlite/sqlite.h"' 'is private to store/sqlite'
    plant fcgi/store/sqlite/planted.c '#include "store/postgres/libpq.h"' \
        'is private to store/postgres'
    plant fcgi/policy/planted.c '#include "judge/judge.h"' 'policy must not know judge'
    plant fcgi/policy/planted.c '#include <lua.h>' 'policy must not know <lua.h>'
    plant fcgi/judge/planted.c '#include "policy/policy.h"' 'judge must not know policy'
    plant fcgi/judge/wall/planted.c '#include "store/store.h"' 'judge must not know store'
    plant fcgi/rulekit/planted.c '#include "judge/judge.h"' 'rulekit must not know judge'
    plant fcgi/rulekit/planted.c '#include <pcre2.h>' 'rulekit must not know <pcre2.h>'
    plant fcgi/main.c '#include "judge/vm/vm.h"' 'is private to judge'
    plant fcgi/policy/planted.c '#include <idn2.h>' 'policy must not know <idn2.h>'
    plant fcgi/model/planted.c '#include <sodium.h>' 'model must not know <sodium.h>'
    plant fcgi/store/planted.c 'const char *q = "SELECT id FROM filing";' 'SQL text in C'
    plant fcgi/handle/planted.c 'const char *q = "BEGIN IMMEDIATE";' 'a handler never says'
    plant fcgi/handle/planted.c 'int f(void) { return store_write_begin(0, 0); }' \
        'opens no transaction'
    plant fcgi/page/planted.c '#include "policy/policy.h"' 'page must not know policy'
    plant fcgi/judge/wall/check.c 'void (*planted)(lua_State *) = host_open_string;' \
        'fcgi/judge: a circle: wall/check.c → wall/string.c (host_open_string) → wall/check.c'
    plant fcgi/rulekit/lexer.c 'int
planted(void)
{
    return sizeof(mutant_text) + sizeof(bundle_declaration);
}' 'fcgi/rulekit: a circle: '
    plant fcgi/policy/process.c 'void *planted = policy_ask;' 'fcgi/policy: a circle: '
    plant fcgi/attic/planted.c '/* x */' 'attic is no room'
    web=nginx/web/src
    plant $web/form/planted.js "import { Draft } from '../draft/draft.js';" \
        "$web/form/planted.js:1: form must not know draft"
    plant $web/draft/planted.js "import { isEmpty } from '../form/order.js';" \
        'draft must not know form'
    plant $web/draft/planted.js "import { ref } from 'vue';" 'draft must not know vue'
    plant $web/kit/Planted.vue "import Form from '../form/Form.vue';" 'kit must not know form'
    plant $web/api/planted.js "import { say } from '../kit/say.js';" 'api must not know kit'
    plant $web/words/planted.js "import { get } from '../api/client.js';" 'words must not know api'
    plant $web/form/controls/Planted.vue "const x = () => import('../../pages/filer/x.js');" \
        'form must not know pages'
    plant $web/pages/filer/planted.js "import x from '../review/x.js';" \
        'pages/filer must not know pages/review'
    plant $web/pages/rules/planted.js "import { EditorView } from '@codemirror/view';" \
        'only kit/codemirror.js may know @codemirror'
    plant $web/form/planted.js "import('pdfjs-dist/legacy/build/pdf.mjs');" \
        'only kit/Pdf.vue may know pdfjs-dist'
    plant $web/attic/planted.js "import { t } from '../words/index.js';" \
        'attic is no room of the pages'
    return $bad
}

case ${1:-} in
--self) self ;;
*) check "${1:-$here}" ;;
esac
