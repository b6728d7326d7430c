#!/bin/bash
# Kasts from a root of another release, on this desktop; as root. Called `kasts` on the path, the benchmark of the tray finds it.
#   debootstrap --variant=minbase trixie "$KASTS_ROOT"
#   chroot "$KASTS_ROOT" apt-get install --no-install-recommends \
#     kasts vlc-plugin-base libxcb-cursor0 libqt6sql6-sqlite fonts-dejavu-core
# The screen, the bus and the sound of a test's desktop are under /tmp. There is no graphics card.
export QT_QUICK_BACKEND=software
exec unshare --mount bash -c '
root=$1
shift
mount --make-rprivate /
for place in /proc /sys /dev /tmp; do mount --bind "$place" "$root$place"; done
exec chroot "$root" /usr/bin/kasts "$@"' kasts "${KASTS_ROOT:?names its root}" "$@"
