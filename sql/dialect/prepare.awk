# Makes a script for psql that PREPAREs every statement of the store that is for all engines:
#   awk -f sql/dialect/prepare.awk build/gen/store/queries.h > prepare.sql
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

/^const struct sql_text query_texts/ { on = 1; next }
/^const char \*const query_engines/ { in_own = 1; next }
/^};/ { in_own = 0 }
in_own { name = $1; gsub(/^\[Q_|\]$/, "", name); own[tolower(name)] = 1; next }
!on { next }
/^    \[Q_[A-Z0-9_]+\] = \{/ {
    split($0, part, "\"")
    name = part[2]
    text = ""
    next
}
/^    \},$/ && name in own { next }
/^    \},$/ { print "\\echo -- " name; print "PREPARE " name " AS " number_names(text); next }
/^    "/ {
    line = $0
    sub(/^    "/, "", line)
    sub(/\\n"$/, "", line)
    gsub(/\\"/, "\"", line)
    gsub(/\\\\/, "\\", line)
    text = text line "\n"
}
