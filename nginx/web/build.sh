#!/bin/sh
# Builds the pages behind a login from nginx/web into build/web. Without npm, or without its
# packages, it says so and ends well: the API and the public pages need none of it.
set -u
cd "$(dirname "$0")" || exit 1
out=${WEB_OUT:-../../build/web}

without() {
    echo "没有构建填报和审核页面：$1。接口和公示页面照常可用。" >&2
    exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || without '没有安装 node 和 npm（make setup）'
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || without 'node 的版本低于 18'

stamp=node_modules/.suanbei-lock
if ! cmp -s package-lock.json $stamp; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
        without '取不到 npm 软件包（见上），请检查网络后再运行 make web'
    cp package-lock.json $stamp
fi

echo "  WEB  build/web"
WEB_OUT=$out node_modules/.bin/vite build --logLevel warn
