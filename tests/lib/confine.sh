#!/bin/sh
# What the unit's folders look like from inside, in a mount namespace of our own (unshare --mount):
# usr/local, the state and the run folder of FOLDER in their places, in /var/lib those of its more,
# everything else as ProtectSystem=strict, ProtectHome, PrivateTmp, PrivateDevices, ProtectProc and
# ProcSubset=pid have it. Then it becomes the command.
#   confine.sh FOLDER COMMAND [ARGUMENT…]
set -e
folder=$1
shift
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/state /mnt/run /mnt/dev
mount --bind "$folder/local" /usr/local
mount --bind "$folder/state" /mnt/state
mount --bind "$folder/run" /mnt/run
mount -t tmpfs -o mode=755 tmpfs /mnt/dev
mknod -m 666 /mnt/dev/null c 1 3
mknod -m 666 /mnt/dev/zero c 1 5
mknod -m 666 /mnt/dev/full c 1 7
mknod -m 666 /mnt/dev/random c 1 8
mknod -m 666 /mnt/dev/urandom c 1 9
mkdir -m 1777 /mnt/dev/shm

mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /var/lib/suanbei /run/suanbei
mount --move /mnt/state /var/lib/suanbei
mount --move /mnt/run /run/suanbei
mount --move /mnt/dev /dev
for more in "$folder"/more/*; do
    [ -d "$more" ] || continue
    mkdir "/var/lib/${more##*/}"
    mount --bind "$more" "/var/lib/${more##*/}"
done
for hidden in /home /root; do mount -t tmpfs -o mode=000 tmpfs $hidden; done
for own in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $own; done
umount /mnt
mount -t proc -o subset=pid,hidepid=invisible proc /proc

cut -d' ' -f5 /proc/self/mountinfo | while read -r at; do
    case $at in
    /var/lib/suanbei* | /run/suanbei | /tmp | /var/tmp | /dev | /proc) ;;
    /dev/* | /proc/*) ;;
    *) mount -o remount,bind,ro "$at" 2> /dev/null || true ;;
    esac
done
if touch /usr/here 2> /dev/null; then
    echo '/usr can be written to' >&2
    exit 1
fi
cd /
exec "$@"
