#!/usr/bin/env bash
# make run: one Suanbei in the foreground, pool and nginx, with everything below VAR. It ends both
# on INT or TERM, and when either ends.
#
#   PORT     port on 127.0.0.1 (8080)
#   VAR      state folder (var)
#   RULES    rules folder (rules)
#   RULES_LOCAL  folder of local rules laid over it (none)
#   WORKERS  worker processes (4)
#   RULES_MODE  watch or governed (watch)
#   KEY_FILE    the file of master keys (VAR/master.key)
#   TRIAL    1: no second factor, no forced change of first passwords, said on every page; 0: as
#            packaged (1)
#   NGINX_LIMITS  packaged: the limits of an address as they are installed (wide)
#   CONFIG   a JSON file for suanbei serve --config
#   MEMORY   a folder on a tmpfs, below which one for this instance is made (/dev/shm)
#   SUANBEI  the program (build/suanbei)
[ -n "$BASH_VERSION" ] || exec bash "$0" "$@"
set -u
umask 027
ulimit -c 0 # no core file holds what people have filed

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
PORT=${PORT:-8080}
VAR=${VAR:-$root/var}
SUANBEI=${SUANBEI:-$root/build/suanbei}
RULES=${RULES:-$root/rules}
RULES_LOCAL=${RULES_LOCAL:-}
NGINX_LIMITS=${NGINX_LIMITS:-wide}
WORKERS=${WORKERS:-4}
# Built by make web; installed; or only what needs no building.
WEB=$here/web/public
[ ! -d "$root/web" ] || WEB=$root/web
[ ! -e "$root/build/web/app.html" ] || WEB=$root/build/web
nginx=$(PATH="$PATH:/usr/sbin:/sbin" command -v nginx)
pool_pid='' nginx_pid='' stopping='' memory=''

die() {
  printf '算备未能启动：%s\n' "$1" >&2
  stop
  exit 1
}

is_alive() { kill -0 "$1" 2>/dev/null; }

# A pool that was upgraded goes on as another process, and the pid file tells which.
follow() {
  is_alive "$pool_pid" && return
  next=$(cat "$VAR/suanbei.pid" 2>/dev/null)
  [ -n "$next" ] && [ "$next" != "$pool_pid" ] && is_alive "$next" && pool_pid=$next
}

# nginx first, so that it can still hand out the answers of requests in hand; then the pool drains.
stop() {
  # It loses a signal that comes while it starts, so it is told again.
  while [ -n "$nginx_pid" ] && is_alive "$nginx_pid"; do
    kill -QUIT "$nginx_pid" 2>/dev/null
    sleep 0.1
  done
  while [ -n "$pool_pid" ]; do
    follow
    kill -TERM "$pool_pid" 2>/dev/null
    wait_end "$pool_pid"
    follow || break
  done
  [ -z "$memory" ] || rm -rf "$memory"
  nginx_pid='' pool_pid='' memory=''
}

# wait comes back early when a signal arrives. Both programs end by themselves in their grace time.
wait_end() {
  while is_alive "$1"; do wait "$1" 2>/dev/null || sleep 0.05; done
}

trap 'stopping=1' INT TERM HUP

case $PORT in '' | *[!0-9]*) die "PORT 应为 1 到 65535 的数字，现在是“$PORT”" ;; esac
[ "$PORT" -ge 1 ] && [ "$PORT" -le 65535 ] || die "PORT 应为 1 到 65535 的数字，现在是“$PORT”"
[ -n "$nginx" ] || die '没有找到 nginx，请先运行 make setup'
[ -z "$RULES_LOCAL" ] || [ -d "$RULES_LOCAL" ] || die "没有本地规则文件夹 $RULES_LOCAL"
[ -x "$SUANBEI" ] || die "没有找到程序 $SUANBEI，请先运行 make"
mkdir -p "$VAR" && VAR=$(cd "$VAR" && pwd) || die "不能建立状态目录 $VAR"
# They go into nginx's configuration between quotes.
odd=$(printf %s "$VAR$here$WEB" | LC_ALL=C tr -d 'A-Za-z0-9_./ +,@~:=%()\200-\377-')
[ -z "$odd" ] || die "目录名里不能有引号、\$、反斜线、|、&、;、花括号等字符：$VAR"

# Descriptor 9 holds the lock while this shell lives; no child keeps it.
exec 9>>"$VAR/run.lock" || die "不能写状态目录 $VAR"
if ! flock -n 9; then
  die "状态目录 $VAR 正被另一个算备使用（$(cat "$VAR/run.pid" 2>/dev/null || echo 进程未知)）。请先停止它，或用 VAR=另一目录 再试"
fi
printf '进程 %s，端口 %s\n' $$ "$PORT" >"$VAR/run.pid"

# What is open for a moment, uploads that nginx receives and files that it sends, is in memory. The
# one of an instance that was killed is still there, and its name in the state folder.
old=$(cat "$VAR/memory" 2>/dev/null)
case $old in */suanbei-??????????) [ ! -O "$old" ] || rm -rf "$old" ;; esac
MEMORY=${MEMORY:-/dev/shm}
memory=$(mktemp -d "$MEMORY/suanbei-XXXXXXXXXX") ||
  die "不能在 $MEMORY 建立目录，请用 MEMORY= 指定一个内存文件系统（tmpfs）上可写的目录"
case $memory in *[!A-Za-z0-9_./-]*) die "目录名里不能有空格、引号等字符：$MEMORY" ;; esac
printf '%s\n' "$memory" >"$VAR/memory"

chmod 750 "$VAR"
mkdir -p "$VAR/log" "$VAR/tmp" "$VAR/blobs" "$VAR/nginx/suanbei" "$memory/nginx"
rm -f "$VAR/nginx.pid"
user=''
# Started by root, nginx would give its workers to "nobody", who may read neither this checkout
# (often below /root, 0700) nor the socket (0660). This is a trial on the loopback; in production
# nginx has a user of its own, a member of the socket's group (nginx/suanbei.service).
allow_root=''
if [ "$(id -u)" -eq 0 ]; then
  user='user root;' allow_root=--allow-root
fi
fill() {
  sed -e "s|@USER@|$user|" -e "s|@VAR@|$VAR|g" -e "s|@STATE@|$VAR|g" -e "s|@WEB@|$WEB|g" \
    -e "s|@SOCKET@|$VAR/suanbei.sock|g" -e "s|@HEALTH@|$VAR/health.sock|g" \
    -e "s|@MEMORY@|$memory|g" -e "s|@OPEN@|$memory/open|g" \
    -e "s|/run/suanbei-nginx|$memory/nginx|g" \
    -e "s|@CACHE@|$VAR/tmp/pages|g" -e "s|@PORT@|$PORT|g" "$1"
}
fill "$here/standalone.conf.in" >"$VAR/nginx/nginx.conf"
fill "$here/suanbei-http.conf.in" >"$VAR/nginx/suanbei/suanbei-http.conf"
cp "$here/suanbei.conf" "$here"/suanbei_* "$here/suanbei-limits.conf" \
  "$here/fastcgi_suanbei_params" "$VAR/nginx/suanbei/" || die "不能写 $VAR/nginx"
fill "$here/suanbei_temp" >"$VAR/nginx/suanbei/suanbei_temp"
# On the loopback everybody is one address. Hashes still come in turn, from wherever.
if [ "$NGINX_LIMITS" != packaged ]; then
  sed -i -E '/suanbei_hashes/!s|rate=[0-9]+r/[sm]|rate=10000r/s|' \
    "$VAR/nginx/suanbei/suanbei-limits.conf" &&
    sed -i -E -e '/suanbei_hashes/!s/burst=[0-9]+/burst=10000/' \
      -e 's/^(limit_conn +[a-z_]+ +)[0-9]+;/\11024;/' \
      "$VAR/nginx/suanbei/suanbei_limits" "$VAR/nginx/suanbei/suanbei_pages" ||
    die "不能写 $VAR/nginx"
fi

"$SUANBEI" user bootstrap --state "$VAR" --rules "$RULES" \
  ${KEY_FILE:+--key-file "$KEY_FILE"} 9>&- || die '不能建立数据库和首批账号（原因见上）'
[ -z "$stopping" ] || { stop; exit 0; }

# pdeathsig: should this shell be killed with -9, its children get TERM.
log=$VAR/log/suanbei.log
touch "$log" "$VAR/log/nginx-error.log"
old_lines=$(wc -l <"$log")
setpriv --pdeathsig TERM "$SUANBEI" serve --state "$VAR" --rules "$RULES" --workers "$WORKERS" \
  --open "$memory/open" $allow_root \
  ${RULES_LOCAL:+--rules-local "$RULES_LOCAL"} \
  $([ "${TRIAL:-1}" = 0 ] || echo --trial) \
  ${RULES_MODE:+--rules-mode "$RULES_MODE"} ${CONFIG:+--config "$CONFIG"} \
  ${KEY_FILE:+--key-file "$KEY_FILE"} \
  </dev/null >>"$log" 2>&1 9>&- &
pool_pid=$! first_pid=$!
setpriv --pdeathsig TERM \
  "$nginx" -p "$VAR" -c "$VAR/nginx/nginx.conf" -e "$VAR/log/nginx-error.log" \
  </dev/null >"$VAR/log/nginx-start.log" 2>&1 9>&- &
nginx_pid=$!

# Says who ended first, and what it said.
explain() {
  if ! is_alive "$pool_pid"; then
    tail -n +"$((old_lines + 1))" "$log" | tail -n 20 >&2
    die '进程池结束了（原因见上，日志在 '"$log"'）'
  fi
  if ! is_alive "$nginx_pid"; then
    if grep -q 'Address already in use' "$VAR/log/nginx-start.log"; then
      die "端口 $PORT 已被别的程序占用。请停止那个程序，或用 PORT=另一端口 再试"
    fi
    tail -n 20 "$VAR/log/nginx-start.log" >&2
    die "nginx 结束了（原因见上，日志在 $VAR/log/nginx-error.log）"
  fi
}

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$PORT" &&
    printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3 &&
    head -n 1 <&3 | grep -q ' 200 ') 2>/dev/null
}

# nginx writes its pid file only after it has the port: who answers there before is somebody else.
tries=0
until [ -s "$VAR/nginx.pid" ] && answers; do
  [ -z "$stopping" ] || { stop; exit 0; }
  explain
  tries=$((tries + 1))
  [ "$tries" -lt 600 ] || die "等了一分钟，服务仍没有应答 /healthz（日志在 $VAR/log）"
  sleep 0.1
done
explain

printf '\n算备已在 http://127.0.0.1:%s 运行（Ctrl-C 停止）\n' "$PORT"
printf '接口说明 http://127.0.0.1:%s/openapi.json，状态目录 %s\n' "$PORT" "$VAR"
if [ -r "$VAR/credentials.json" ]; then
  printf '\n首批工作人员账号（%s）：\n' "$VAR/credentials.json"
  tr -d '\n' <"$VAR/credentials.json" | grep -o '"[a-z_]*"[ ]*:[ ]*{[^}]*}' |
    sed -e 's/ *: */:/g' \
      -e 's/^.*"username":"\([^"]*\)".*"title":"\([^"]*\)".*"password":"\([^"]*\)".*/\1 \3 \2/' |
    while read -r username password title; do
      printf '  %-22s %-22s %s\n' "$username" "$password" "$title"
    done
fi
echo

# An upgraded pool is no child of this shell, which then looks each second.
while [ -z "$stopping" ]; do
  if [ "$pool_pid" = "$first_pid" ]; then
    wait -n "$pool_pid" "$nginx_pid"
  else
    sleep 1 &
    wait -n $! "$nginx_pid"
  fi
  follow
  [ -n "$stopping" ] || explain
done
stop
exit 0
