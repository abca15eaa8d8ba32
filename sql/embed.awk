# Makes one C header of all SQL:
#   awk -f sql/embed.awk sql/connection.sql sql/schema/*.sql sql/query/*.sql > build/gen/queries.h
#
# sql/query/*.sql  "-- name: filing_by_id" starts a statement: enum query gets Q_FILING_BY_ID, the
#                  table its text. Comments are left out. "-- insert: filing but deleted_at" stands
#                  for an INSERT of all columns that the schema gives the table, but those named;
#                  each is a parameter of its own name, so that a column stands in the schema alone.
#                  What stands in sqlite.sql or postgres.sql is that engine's alone.
# sql/schema/*.sql whole files, in the order given, comments and all: SQLite keeps them with the
#                  table.
# anything else    joined into connection_sql.
#
# The enum is for every file of the store; the texts come only where STORE_TEXTS is defined.

function complain(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
    failed = 1
    exit 1
}

function literal(line) {
    gsub(/\\/, "\\\\", line)
    gsub(/"/, "\\\"", line)
    return "    \"" line "\\n\"\n"
}

# ---- the columns of every table, as the steps of the schema leave them ----

function add_column(table, column) {
    columns[table, ++columns_n[table]] = column
}

function rename_table(from, to,    i) {
    for (i = 1; i <= columns_n[from]; i++)
        columns[to, i] = columns[from, i]
    columns_n[to] = columns_n[from]
    columns_n[from] = 0
}

function rename_column(table, from, to,    i) {
    for (i = 1; i <= columns_n[table]; i++)
        if (columns[table, i] == from)
            columns[table, i] = to
}

function drop_column(table, column,    i, n) {
    for (i = 1; i <= columns_n[table]; i++)
        if (columns[table, i] != column)
            columns[table, ++n] = columns[table, i]
    columns_n[table] = n
}

function read_schema(    word, n) {
    n = split($0, word, /[ (,;]+/)
    if ($0 ~ /^CREATE TABLE /) {
        table = word[3]
        columns_n[table] = 0
    } else if (table != "" && $0 ~ /^\)/) {
        table = ""
    } else if (table != "" && $0 ~ /^    [a-z][a-z0-9_]* +[A-Z]/) {
        add_column(table, word[2])
    } else if ($0 ~ /^DROP TABLE /) {
        columns_n[word[3]] = 0
    } else if ($0 ~ /^ALTER TABLE [a-z_0-9]+ ADD COLUMN /) {
        add_column(word[3], word[6])
    } else if ($0 ~ /^ALTER TABLE [a-z_0-9]+ RENAME TO /) {
        rename_table(word[3], word[6])
    } else if ($0 ~ /^ALTER TABLE [a-z_0-9]+ RENAME COLUMN /) {
        rename_column(word[3], word[6], word[8])
    } else if ($0 ~ /^ALTER TABLE [a-z_0-9]+ DROP COLUMN /) {
        drop_column(word[3], word[6])
    }
}

# "-- insert: TABLE [but COLUMN ...]"
function insert(    i, left_out, names, values, of) {
    of = $3
    if (!columns_n[of])
        complain("the schema has no table " of)
    for (i = 5; i <= NF; i++)
        left_out[$i] = 1
    for (i = 1; i <= columns_n[of]; i++) {
        if (columns[of, i] in left_out)
            continue
        names = names (names ? ", " : "") columns[of, i]
        values = values (values ? ", " : "") "$" columns[of, i]
    }
    text[name] = literal("INSERT INTO " of " (" names ")") literal("VALUES (" values ")")
}

FNR == 1 {
    finish()
    kind = "connection"
    if (FILENAME ~ /(^|\/)query\//)
        kind = "query"
    else if (FILENAME ~ /(^|\/)schema\//)
        kind = "schema"
    if (kind == "schema") {
        step = FILENAME
        sub(/.*\//, "", step)
        sub(/\.sql$/, "", step)
        if (step !~ /^[0-9][0-9][0-9][0-9]_/ || substr(step, 1, 4) + 0 != steps + 1)
            complain("schema steps are numbered 0001, 0002, ... without a gap")
        step_name[++steps] = step
    }
}

function finish() {
    if (name != "" && text[name] !~ /;\\n"\n$/)
        complain("statement " name " does not end in a semicolon")
    name = ""
}

kind == "query" && /^-- name: / {
    finish()
    name = $3
    if (name !~ /^[a-z][a-z0-9_]*$/)
        complain("a name is a-z, 0-9 and _")
    if (name in text)
        complain("a second statement called " name)
    order[++queries] = name
    if (FILENAME ~ /\/(sqlite|postgres)\.sql$/) {
        of[name] = FILENAME
        gsub(/.*\/|\.sql$/, "", of[name])
    }
    text[name] = ""
    next
}

kind == "query" && /^-- insert: / {
    insert()
    next
}

kind != "schema" && (/^[ \t]*--/ || /^[ \t]*$/) { next }

kind == "query" && name == "" { complain("text before the first name") }
kind == "query" { text[name] = text[name] literal($0) }
kind == "schema" {
    read_schema()
    step_text[steps] = step_text[steps] literal($0)
}
kind == "connection" { connection = connection literal($0) }

END {
    if (failed)
        exit 1
    finish()
    print "/* Made by sql/embed.awk from sql/: do not edit. */"
    print "#ifndef QUERIES_H\n#define QUERIES_H\n"
    print "enum query {"
    for (i = 1; i <= queries; i++)
        print "    Q_" toupper(order[i]) ","
    print "    Q__MAX\n};\n\n#endif\n"
    print "#ifdef STORE_TEXTS"
    print "const char connection_sql[] =\n" connection "    ;\n"
    print "const struct sql_text schema_steps[] = {"
    for (i = 1; i <= steps; i++)
        print "    {\"" step_name[i] "\",\n" step_text[i] "    },"
    print "};\n\nconst char *const query_engines[Q__MAX] = {"
    for (i = 1; i <= queries; i++)
        if (order[i] in of)
            print "    [Q_" toupper(order[i]) "] = \"" of[order[i]] "\","
    print "};\n\nconst struct sql_text query_texts[Q__MAX] = {"
    for (i = 1; i <= queries; i++)
        print "    [Q_" toupper(order[i]) "] = {\"" order[i] "\",\n" text[order[i]] "    },"
    print "};\n#endif"
}
