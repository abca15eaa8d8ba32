# Makes a script for psql that PREPAREs every statement of the store, but those of the first file,
# which are for SQLite alone:
#   awk -f sql/dialect/prepare.awk sql/query/sqlite.sql build/gen/store/queries.h > prepare.sql
# A parameter is $n for both; one that has a name is numbered where it stands first.

function number_names(x,    out, name, n) {
    while (match(x, /\$[a-z][a-z_0-9]*/)) {
        name = substr(x, RSTART + 1, RLENGTH - 1)
        if (!(name in at)) at[name] = ++n
        out = out substr(x, 1, RSTART) at[name]
        x = substr(x, RSTART + RLENGTH)
    }
    for (name in at) delete at[name]
    return out x
}

FNR == 1 { file++ }
file == 1 { if (/^-- name: /) other[$3] = 1; next }
/^const struct sql_text query_texts/ { on = 1; next }
!on { next }
/^    \[Q_[A-Z0-9_]+\] = \{/ {
    split($0, part, "\"")
    name = part[2]
    text = ""
    next
}
/^    \},$/ && name in other { next }
/^    \},$/ { print "\\echo -- " name; print "PREPARE " name " AS " number_names(text); next }
/^    "/ {
    line = $0
    sub(/^    "/, "", line)
    sub(/\\n"$/, "", line)
    gsub(/\\"/, "\"", line)
    gsub(/\\\\/, "\\", line)
    text = text line "\n"
}
