#!/bin/bash
# Runs inside a clean system: installs the packages in /tmp, opens the app, removes all of it, and fails when anything
# but the listener's data is left.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say() { echo "check: $*"; }

# Every file and folder that a package could leave behind.
survey() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /home \
    -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \) -prune -o -print | sort
}

libraries() {
  for package in /tmp/*.deb; do dpkg-deb --field "$package" Depends; done | paste -sd,
}

say "installing the libraries that the packages name"
apt-get update -qq
apt-get satisfy -y -qq --no-install-recommends "$(libraries)" >/dev/null
useradd --create-home listener
survey >/tmp/before

say "installing the packages"
dpkg --install /tmp/*.deb >/dev/null
if ldd /usr/bin/balados-desktop /usr/bin/balados /usr/bin/balados-server | grep 'not found'; then
  say "a library is missing that no package names"
  exit 1
fi

as_listener() { su --login listener --command "$1"; }

say "asking the programs"
as_listener 'balados --version && balados list --json && balados-desktop --version && balados-server --version'
for file in /usr/share/man/man1/balados{,-desktop,-server}.1.gz \
  /usr/share/bash-completion/completions/balados /usr/share/metainfo/org.balados.desktop.metainfo.xml \
  /usr/share/icons/hicolor/48x48/apps/org.balados.desktop.png /usr/share/doc/balados/copyright; do
  test -s "$file" || { say "$file is missing"; exit 1; }
done
as_listener 'bash -n /usr/share/bash-completion/completions/balados'

say "opening the window"
cat >/tmp/open.sh <<'OPEN'
set -euo pipefail
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1
exec 3< <(exec Xvfb -displayfd 1 -screen 0 1400x1000x24 -nolisten tcp 2>/dev/null)
screen=$!
read -r number <&3
export DISPLAY=:$number
openbox 2>/dev/null &
balados-desktop >/tmp/app.log 2>&1 &
app=$!
logs=$HOME/.local/share/org.balados.desktop/logs
seen=no
for _ in $(seq 1 600); do
  kill -0 "$app" 2>/dev/null || break
  # The page says so itself when it can be used; the screen has to agree that there is a window.
  if grep -qs usable "$logs"/*.log && xwininfo -root -tree | grep -q '"Balados'; then seen=yes; break; fi
  sleep 0.2
done
# What a menu's action does: hand over to the app that runs, and end.
[ "$seen" = yes ] && timeout 30 balados-desktop --refresh && kill -TERM "$app" && wait "$app" || seen=no
kill "$screen" 2>/dev/null || true
[ "$seen" = yes ] || { cat /tmp/app.log; exit 1; }
OPEN
as_listener 'dbus-run-session -- bash /tmp/open.sh'

say "removing the packages"
dpkg --purge balados balados-server >/dev/null
survey >/tmp/after
if ! diff /tmp/before /tmp/after; then
  say "something was left behind"
  exit 1
fi
test -s /home/listener/.local/share/org.balados.desktop/profiles/local/library.db || {
  say "the listener's library is gone"
  exit 1
}
say "only the listener's data is left"
