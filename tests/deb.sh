#!/bin/sh
# make test-deb: the package on a bare Debian 12, made by debootstrap, beside an nginx with another
# site: installed without a question, enabled by one include, accounts by one command, upgraded,
# removed, purged; the other site answers all the time. As root, and takes some minutes.
#   ROOT    a root that is there already (nginx-light in it); else one is made and removed
#   MIRROR  where packages come from (http://deb.debian.org/debian)
set -eu
cd "$(dirname "$0")/.."
deb=$(ls build/deb/suanbei_*.deb)
root=${ROOT:-}
mine=''
pids=''
ok() { echo "ok $1"; }
fail() { echo "not ok $1"; exit 1; }
in_root() { chroot "$root" "$@"; }
finish() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    sleep 1
    for at in run dev proc; do umount "$root/$at" 2>/dev/null || true; done
    [ -z "$mine" ] || rm -rf "$mine"
}
trap finish EXIT
trap 'exit 130' INT TERM
if [ -z "$root" ]; then
    mine=$(mktemp -d)
    root=$mine/root
    debootstrap --variant=minbase --include=nginx-light bookworm "$root" \
        "${MIRROR:-http://deb.debian.org/debian}" > "$mine/log" 2>&1
fi
cp /etc/resolv.conf "$root/etc/"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
mountpoint -q "$root/run" || mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/lock" "$root/dev/shm"
port=${PORT:-18437}

get() { # PATH HOST → status, headers and body
    bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" &&
        printf "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" "$2" "$3" >&3 && cat <&3' - "$port" "$1" "$2"
}
other() { get / other.example | grep -q 'the other site' || fail "the other site answers $1"; }
install() {
    cp "$deb" "$root/tmp/suanbei.deb"
    in_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
        --reinstall install /tmp/suanbei.deb < /dev/null > "$root/tmp/apt.log" 2>&1 ||
        { tail -n 20 "$root/tmp/apt.log"; fail "the package is installed $1"; }
}

# The other site is there first.
mkdir -p "$root/srv/other"
echo 'the other site' > "$root/srv/other/index.html"
rm -f "$root/etc/nginx/sites-enabled/default"
printf 'server { listen 127.0.0.1:%s; server_name other.example; root /srv/other; }\n' "$port" \
    > "$root/etc/nginx/conf.d/other.conf"
in_root apt-get -q update > /dev/null 2>&1
in_root nginx
pids="$pids $(cat "$root/run/nginx.pid")"
other 'before'

install 'without a question'
ok 'the package is installed without a question'
in_root nginx -t 2> "$root/tmp/nginx.log" || { cat "$root/tmp/nginx.log"; fail 'nginx -t'; }
in_root nginx -s reload
other 'after the installation'
ok 'the other site goes on'

in_root runuser -u suanbei -- suanbei user bootstrap --state /var/lib/suanbei \
    --rules /usr/share/suanbei/rules
[ -s "$root/var/lib/suanbei/credentials.json" ] || fail 'accounts are made'
ok 'accounts by one command'

# The words of ExecStart, which goes over lines.
line=$(awk '/^ExecStart=/ { is = 1 }
    is { more = sub(/\\$/, ""); printf "%s ", $0; if (!more) exit }' \
    "$root/lib/systemd/system/suanbei.service" | sed -e 's/^ExecStart=//' -e 's/\$OPTIONS//')
in_root runuser -u suanbei -- env RUNTIME_DIRECTORY=/run/suanbei $line > "$root/tmp/pool.log" 2>&1 &
pids="$pids $!"
i=0
until [ -S "$root/run/suanbei/health.sock" ] || [ $i -gt 100 ]; do sleep 0.3; i=$((i + 1)); done
printf 'server { listen 127.0.0.1:%s; server_name s.example; include suanbei/suanbei.[c]onf; }\n' \
    "$port" > "$root/etc/nginx/conf.d/zz-mine.conf"
in_root nginx -t 2> "$root/tmp/nginx.log" || { cat "$root/tmp/nginx.log"; fail 'one include'; }
in_root nginx -s reload
i=0
until get /api/v1/rule-sets/active s.example | grep -q '"hash"' || [ $i -gt 60 ]; do
    sleep 0.5
    i=$((i + 1))
done
get /api/v1/rule-sets/active s.example | grep -q '"hash"' ||
    { tail "$root/tmp/pool.log" "$root/var/log/nginx/error.log"; fail 'the pool answers'; }
get /login s.example | grep -q '200 OK' || fail 'pages are served'
other 'beside it'
ok 'one include in a server block, and it answers'

install 'again, while it serves'
before=$(cat "$root/var/lib/suanbei/suanbei.pid")
in_root runuser -u suanbei -- suanbei upgrade --state /var/lib/suanbei \
    --config /etc/suanbei/config.json || fail 'the new program takes over'
[ "$(cat "$root/var/lib/suanbei/suanbei.pid")" != "$before" ] || fail 'the new program takes over'
pids="$pids $(cat "$root/var/lib/suanbei/suanbei.pid")"
get /api/v1/rule-sets/active s.example | grep -q '"hash"' || fail 'it answers after an upgrade'
other 'after an upgrade'
ok 'an upgrade takes over'

before=$(cat "$root/var/lib/suanbei/suanbei.pid")
echo 'limit {' >> "$root/usr/share/suanbei/rules/limits.lua"
in_root runuser -u suanbei -- suanbei upgrade --state /var/lib/suanbei \
    --config /etc/suanbei/config.json 2> "$root/tmp/why" && fail 'a broken folder is refused'
grep -q '原来的程序照常服务.*limits.lua' "$root/tmp/why" || fail 'it says why'
[ "$(cat "$root/var/lib/suanbei/suanbei.pid")" = "$before" ] || fail 'the old program serves on'
get /api/v1/rule-sets/active s.example | grep -q '"hash"' || fail 'the old program serves on'
ok 'a broken folder of rules leaves the old program serving'

kill "$before"
in_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y remove suanbei < /dev/null > /dev/null 2>&1
[ ! -e "$root/usr/bin/suanbei" ] && [ -s "$root/var/lib/suanbei/suanbei.db" ] ||
    fail 'removed, and the data stay'
in_root nginx -t 2> /dev/null || fail 'nginx is well after the removal'
in_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y purge suanbei < /dev/null > /dev/null 2>&1
[ ! -e "$root/etc/nginx/conf.d/suanbei-http.conf" ] && [ ! -e "$root/etc/suanbei/config.json" ] &&
    [ -s "$root/var/lib/suanbei/suanbei.db" ] || fail 'purged, and the data stay'
in_root nginx -t 2> /dev/null || fail 'nginx is well after the purge'
in_root nginx -s reload
other 'in the end'
ok 'removed and purged without a question; data and the other site stay'
