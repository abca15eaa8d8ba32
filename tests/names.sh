#!/bin/sh
# Policy stays in rules/: no quoted text of fcgi/*.c, fcgi/*.h or sql/query/*.sql names a kind, a
# stage, a state, an event, an action or a role of reviewers of the shipped workflow, a noun that
# has a form, or a count of working days. Names of members of JSON name nothing. Fails like
#   fcgi/casework/move.c:12: "approved" is named in rules/workflow.lua
# What is right all the same is listed below with the reason; an exception that nothing needs fails.
# Usage: names.sh [folder]   checks the tree in folder (the project's own by default)
#        names.sh --self     plants violations in a copy and sees each of them fail
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
LC_ALL=C.UTF-8
export LC_ALL

# file: name: why. A name of * stands for all names in that file.
exceptions='
fcgi/model/verb.c: *: the verbs of the core, which rules give to their events
fcgi/model/account.c: submit: what a member of an organization may do
fcgi/casework/access.c: submit: an act of filers, whatever the rules call the event
fcgi/model/law.h: product: a noun of the core, which has a form and no life
fcgi/model/law.h: account: a noun of the core, which has a form and no life
fcgi/judge/ask.c: account: a member of host, the form of the noun
fcgi/handle/register.c: deregistered: a status of the register, which is the core'"'"'s
fcgi/handle/register.c: revoked: a status of the register, which is the core'"'"'s
fcgi/model/register.c: deregistered: a status of the register, which is the core'"'"'s
fcgi/model/register.c: revoked: a status of the register, which is the core'"'"'s
fcgi/model/proposal.h: lapsed: where a proposal stands
fcgi/casework/effects.c: deregistered: a status of the register, which is the core'"'"'s
fcgi/casework/effects.c: revoked: a status of the register, which is the core'"'"'s
fcgi/handle/product.c: draft: where a product stands
fcgi/handle/compare.c: draft: what is typed, as the other side of a comparison
fcgi/handle/rule_set_answer.c: approved: where a rule set stands
fcgi/model/labels.c: approved: where a rule set stands
fcgi/govern/steps.c: approved: where a rule set stands
fcgi/rulekit/mutant.c: return: a word of Lua
fcgi/model/audit.h: change: a kind of audit lines
fcgi/model/labels.c: change: a kind of audit lines
sql/query/audit.sql: change: a kind of audit lines
sql/query/copy.sql: account: a table
sql/query/copy.sql: product: a table
fcgi/casework/judging.c: product: a member of the facts
fcgi/handle/masking.c: subject: a member of the facts
fcgi/handle/openapi.c: account: who may, in the contract: whoever is logged in
fcgi/handle/openapi.c: 算法备案: the name of this system
fcgi/page/site.c: 算法备案: the name of this system
fcgi/page/home.c: 算法备案: the name of this system
fcgi/page/entry.c: 算法备案: the name of this system
fcgi/page/badge.c: 算法备案: the name of this system
fcgi/page/search.c: 算法备案: the name of this system
fcgi/handle/bulk.c: 算法备案: the name of this system
fcgi/handle/bulk.c: algorithm: the name of an official list, whatever kinds there are
fcgi/handle/cancellation.c: 算法备案: the name of this system
fcgi/page/cancellations.c: 算法备案: the name of this system
fcgi/page/cancellations.c: algorithm: the name of an official list, whatever kinds there are
'

check() {
    cd "$1" || exit 1
    # Codes of the workflow; and labels of kinds, stages and roles, which nothing else is called.
    codes=$(sed 's/--.*//' rules/workflow.lua | grep -oE "code = '[a-z_]+'" |
        cut -d"'" -f2 | sort -u)
    labels=$(sed 's/--.*//' rules/workflow.lua | awk '
        /^(kind|stage|role) / { own = 1 }
        own && match($0, /label = '"'"'[^'"'"']+/) { print substr($0, RSTART + 9, RLENGTH - 9) }
        /}$/ { own = 0 }')
    { find fcgi -name '*.c' -o -name '*.h'; find sql/query -name '*.sql'; } | sort | xargs awk \
        -v codes="$codes product account" -v labels="$labels" -v exceptions="$exceptions" '
    BEGIN {
        n = split(codes, list, /[ \n]+/)
        for (i = 1; i <= n; i++) is_code[list[i]] = 1
        label_count = split(labels, label, /\n/)
        n = split(exceptions, list, /\n/)
        for (i = 1; i <= n; i++) {
            if (split(list[i], part, ": ") < 3) continue
            why[part[1], part[2]] = part[3]
            place[part[1], part[2]] = part[1] ": " part[2]
        }
    }
    function named(name) {
        if ((FILENAME, "*") in why) { used[FILENAME, "*"] = 1; return }
        if ((FILENAME, name) in why) { used[FILENAME, name] = 1; return }
        printf "%s:%d: \"%s\" is named in rules/workflow.lua\n", FILENAME, FNR, name
        failed = 1
    }
    # A whole text, or a part of it in quotes of its own.
    function look(text,  i, n, part) {
        if (text in is_code) named(text)
        gsub(/\\"/, "\047", text)
        n = split(text, part, "\047")
        for (i = 2; i < n; i += 2) if (part[i] in is_code) named(part[i])
        for (i = 1; i <= label_count; i++)
            if (label[i] != "" && index(text, label[i])) named(label[i])
        if (text ~ /[0-9] ?个?工作日|[二三四五六七八九十]个工作日/) {
            printf "%s:%d: a count of working days is policy\n", FILENAME, FNR
            failed = 1
        }
    }
    FNR == 1 { comment = 0; is_sql = FILENAME ~ /\.sql$/ }
    {
        line = $0
        if (is_sql) {
            sub(/--.*/, "", line)
            gsub(/->>? *\047[a-z_]*\047/, "", line) # a member of JSON
            n = split(line, part, "\047")
            for (i = 2; i <= n; i += 2) if (part[i] in is_code) named(part[i])
            next
        }
        # Names of members of JSON, read, written and declared.
        gsub(/(buf_json_[a-z]+|buf_open|json_str|json_object_get)\([^"]*"[a-z_]+"/, "", line)
        gsub(/\{"[a-z_]+", M_/, "", line)
        while (line != "") {
            if (comment) {
                at = index(line, "*/")
                if (!at) next
                line = substr(line, at + 2)
                comment = 0
            } else if (match(line, /"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047|\/\*|\/\//)) {
                token = substr(line, RSTART, RLENGTH)
                line = substr(line, RSTART + RLENGTH)
                if (token == "//") next
                if (token == "/*") comment = 1
                else if (substr(token, 1, 1) == "\"" && $0 !~ /^[ \t]*#[ \t]*include/)
                    look(substr(token, 2, length(token) - 2))
            } else next
        }
    }
    END {
        for (key in place) if (!(key in used)) {
            printf "tests/names.sh: nothing needs it: exception %s\n", place[key]
            failed = 1
        }
        exit failed
    }'
}

# plant NAME FILE TEXT SAYS: with that line at its end the file fails, in those words.
plant() {
    cp "$work/$2" "$work/kept" && printf '%s\n' "$3" >> "$work/$2"
    if said=$(check "$work") || ! printf '%s\n' "$said" | grep -qF "$4"; then
        printf 'not seen: %s\n%s\n' "$1" "$said"
        failed=1
    fi
    cp "$work/kept" "$work/$2"
}

self() {
    work=$(mktemp -d) && trap 'rm -r "$work"' EXIT
    failed=0
    mkdir "$work/rules" "$work/sql"
    cp -r "$here/fcgi" "$work" && cp -r "$here/sql/query" "$work/sql"
    cp "$here/rules/workflow.lua" "$work/rules"
    check "$work" > /dev/null || { echo 'the tree fails before anything is planted'; exit 1; }
    plant 'a state' fcgi/store/filing.c 'bool x = str_is(s, "approved");' '"approved" is named'
    plant 'a kind' fcgi/casework/move.h '#define KIND "algorithm"' '"algorithm" is named'
    plant 'a stage' fcgi/casework/move.c 'f("\"preliminary\":1");' '"preliminary" is named'
    plant 'an event' fcgi/casework/move.c 'f("it was '"'"'claim'"'"'");' '"claim" is named'
    plant 'a role' fcgi/model/law.c 'f("final_reviewer");' '"final_reviewer" is named'
    plant 'an action' fcgi/model/law.c 'f("initial");' '"initial" is named'
    plant 'a label' fcgi/handle/review.c 'f("请等待复审");' '"复审" is named'
    plant 'days' fcgi/handle/review.c 'f("审核须在 30 个工作日内");' 'a count of working days'
    plant 'a state in SQL' sql/query/filing.sql " WHERE state = 'withdrawn';" '"withdrawn" is named'
    exceptions="$exceptions
fcgi/casework/move.c: approved: it never was"
    if said=$(check "$work") || ! printf '%s\n' "$said" | grep -qF 'nothing needs it'; then
        echo 'not seen: an exception that nothing needs'
        failed=1
    fi
    exit $failed
}

if [ "${1:-}" = --self ]; then self; else check "${1:-$here}"; fi
