#!/bin/sh
# make deb: lays out build/deb/suanbei with what is built already, debian/ at its top, and has
# debhelper make the package beside it.
set -eu
cd "$(dirname "$0")/../.."
version=${VERSION:-0.1.$(git rev-list --count HEAD 2>/dev/null || date +%Y%m%d)}
at=build/deb/suanbei
rm -rf build/deb
mkdir -p "$at/build"
cp -a rules nginx README.md README.zh-CN.md "$at/"
rm -rf "$at/nginx/web"
mv "$at/nginx/debian" "$at/debian"
cp "${SUANBEI:-build/suanbei}" "$at/build/suanbei"
if [ -e build/web/app.html ]; then cp -a build/web "$at/build/web"; else
    cp -a nginx/web/public "$at/build/web"
fi
sed -i -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date -R)/" "$at/debian/changelog"
for unit in service socket tmpfiles; do
    sed -e 's|/usr/local/|/usr/|g' "nginx/suanbei.$unit" > "$at/debian/suanbei.$unit"
done
# What `make install` users do by hand the package does.
sed -i -e '/^#/d' "$at/debian/suanbei.socket" "$at/debian/suanbei.service"
sed -i -e 's|^Documentation=.*|Documentation=man:suanbei(1) file:/usr/share/doc/suanbei|' \
    "$at/debian/suanbei.socket" "$at/debian/suanbei.service"
config='--config /etc/suanbei/config.json'
sed -i -e "s|--rules-mode governed --workers 4|--rules-mode governed $config|" \
    -e "s|^ExecReload=.*|& $config|" "$at/debian/suanbei.service"
cat >> "$at/debian/suanbei.tmpfiles" <<'EOF'
d /var/cache/suanbei-nginx 0700 www-data www-data
d /var/lib/suanbei 0700 suanbei suanbei-web
EOF
cd "$at"
dpkg-buildpackage -b -us -uc -d > ../log 2>&1 || { tail -n 30 ../log >&2; exit 1; }
ls ../*.deb
