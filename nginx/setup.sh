#!/bin/sh
# Installs what is missing, with apt, as root or by sudo. It says nothing and takes no time when
# nothing is missing.
#   setup.sh run    what building and running need
#   setup.sh demo   node, too
#   setup.sh deb    what makes the Debian package
#   setup.sh test   all that tests and bench need
#   setup.sh fuzz   … and the fuzzers
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}
PATH=$PATH:/usr/sbin:/sbin

missing=''
need() { missing="$missing $1"; }
command -v gcc >/dev/null || need gcc
command -v make >/dev/null || need make
command -v nginx >/dev/null || need nginx-light
# package and a file of it, below the folders that the compiler looks in
while read -r package file; do
    found=''
    for folder in /usr/include /usr/include/*-linux-gnu; do [ -e "$folder/$file" ] && found=1; done
    [ -n "$found" ] || need "$package"
done <<'EOF'
libc6-dev stdio.h
libfcgi-dev fcgiapp.h
liblua5.4-dev lua5.4/lua.h
libsqlite3-dev sqlite3.h
libjansson-dev jansson.h
libsodium-dev sodium.h
nettle-dev nettle/sha2.h
libssl-dev openssl/evp.h
libpcre2-dev pcre2.h
libidn2-dev idn2.h
libunistring-dev uninorm.h
libzip-dev zip.h
libpng-dev png.h
libjpeg-dev jpeglib.h
libqpdf-dev qpdf/qpdf-c.h
libexpat1-dev expat.h
liboath-dev liboath/oath.h
libqrencode-dev qrencode.h
libcsv-dev csv.h
libcurl4-openssl-dev curl/curl.h
libcairo2-dev cairo/cairo-pdf.h
libpango1.0-dev pango-1.0/pango/pangocairo.h
EOF
# The compiler is told by it where Pango's headers lie.
command -v pkg-config >/dev/null || need pkg-config
# Letters as PDF are set in these.
[ -e /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc ] || need fonts-noto-cjk
if [ "$what" = fuzz ]; then
    command -v clang >/dev/null || need clang
    ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a >/dev/null 2>&1 ||
        need libclang-rt-14-dev
fi
[ "$what" != deb ] || command -v dh >/dev/null || need 'debhelper dpkg-dev'
if [ "$what" != run ] && [ "$what" != deb ]; then
    command -v node >/dev/null || need nodejs
fi
if [ "$what" != run ] && [ "$what" != deb ] && [ "$what" != demo ]; then
    command -v npm >/dev/null || need 'nodejs npm'
    command -v clang-format >/dev/null || need clang-format
    command -v luacheck >/dev/null || need lua-check
    command -v valgrind >/dev/null || need valgrind
    command -v wrk >/dev/null || need wrk
    command -v sqlite3 >/dev/null || need sqlite3
    # A cluster of its own is started for the tests, and ended: theirs is not.
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgresql
    command -v openssl >/dev/null || need openssl
    # It says what the groups of the unit's SystemCallFilter hold, and how exposed the unit is.
    command -v systemd-analyze >/dev/null || need systemd
    command -v chromium >/dev/null || need chromium
    # A browser without a Chinese font draws boxes.
    [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || need 'fontconfig fonts-wqy-microhei'
    # Whether others open the documents that we write.
    command -v soffice >/dev/null || need libreoffice-writer-nogui
    command -v pdftotext >/dev/null || need poppler-utils
    command -v zbarimg >/dev/null || need zbar-tools
    # With fixed debug symbols of libc, without which valgrind does not start.
    [ -e /usr/share/doc/libc6-dbg ] || need libc6-dbg
fi

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# A package that brings a server must not start it: Suanbei runs an nginx of its own, and port 80 is
# not ours.
install_missing() {
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "需要安装：$missing。请用 root 运行 make setup，或先安装 sudo。" >&2
        exit 1
    fi
    echo "正在用 apt 安装：$missing" >&2
    policy=/usr/sbin/policy-rc.d
    made=''
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
        made=1
    fi
    trap '[ -z "$made" ] || as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    get='apt-get -q -y -o DPkg::Lock::Timeout=300'
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive $get update
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive $get --no-install-recommends install $missing
    case $missing in
    *nginx-light*)
        command -v systemctl >/dev/null || return 0
        as_root systemctl disable nginx.service >/dev/null 2>&1 || true
        ;;
    esac
}

[ -z "$missing" ] || install_missing

# The pages behind a login are built by npm. All else works without it.
if ! command -v npm >/dev/null && [ "$what" != demo ]; then
    missing=' nodejs npm'
    (install_missing) || echo '没有装上 npm，填报和审核页面不会构建，其余照常可用。' >&2
fi

# The tests' own packages, as the lock file has them.
if [ "$what" != run ] && [ "$what" != deb ]; then
    stamp=node_modules/.suanbei-lock
    if ! cmp -s package-lock.json "$stamp"; then
        npm ci --no-audit --no-fund --loglevel=error
        cp package-lock.json "$stamp"
    fi
fi
