#!/bin/sh
# The manual page, of what the program itself says: man.sh HELP SERVE_HELP
set -eu
text() { sed -e 's/\\/\\e/g' -e "s/^\\./\\\\\\&./" -e "s/^'/\\\\\\&'/" -e 's/-/\\-/g' "$1"; }
cat <<'END'
.TH SUANBEI 1 "" "suanbei" "算备"
.SH NAME
suanbei \- filing of internet recommendation algorithms
.SH SYNOPSIS
.B suanbei
.I command
[\fIoption\fR ...]
.SH COMMANDS
.nf
END
text "$1"
printf '.fi\n.SH OPTIONS OF SERVE, CHECK AND UPGRADE\n.nf\n'
text "$2"
cat <<'END'
.fi
.SH FILES
.TP
.I /etc/suanbei/config.json
settings, each explained
.TP
.I /var/lib/suanbei
the state: database, attachments, key file; stays when the package goes
.TP
.I /etc/nginx/suanbei/suanbei.conf
to be included in a server block
.TP
.I /usr/share/doc/suanbei
the manual
END
