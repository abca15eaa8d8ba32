#!/bin/sh
# Lines end by column 100 where no linter counts them: SQL, shell, Makefile, nginx, pages, Markdown
# and hostile rules. Prints every longer one as file:line and fails. Characters count, not bytes.
# Rows of Markdown tables may be longer, and three rules that are hostile because they are.
# Usage: columns.sh [folder]   checks the tree in folder (the project's own by default)
set -u
cd "${1:-$(dirname "$0")/..}" || exit 1
LC_ALL=C.UTF-8
export LC_ALL

find Makefile ./*.md nginx rules sql fcgi tests -name node_modules -prune -o -type f \
    \( -name Makefile -o -name '*.md' -o -name '*.sql' -o -name '*.awk' -o -name '*.sh' \
    -o -path 'nginx/*' -o -path 'tests/hostile/*' -o -path 'tests/bench/*.lua' \) -print |
    grep -v '/package-lock\.json$' | sort | xargs grep -nIE '^.{101,}' /dev/null |
    grep -vE '^[^:]*\.md:[0-9]+:\|' |
    grep -vE '^[^:]*/(deeply_nested_source|many_constants|too_many_locals)_(is|are)_[^:]*:' |
    cut -d: -f1,2 | grep . && exit 1
exit 0
