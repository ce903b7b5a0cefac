#!/bin/sh
# Installs /package.deb in this root, uses it as a person, takes it off and looks for what stayed.
# Runs as root inside a root of its own: `clean-root.sh NAME IDENTIFIER`.
set -eu
name=$1
id=$2
link="$id://oauth/callback?attempt=at_unknown&state=CANARY-state"

say() { echo "clean-root: $*"; }
fail() { echo "clean-root: FAILED: $*" >&2; exit 1; }
# Nothing is installed that was not asked for: what the package needs, it must say.
install() { apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends "$@" >/apt.log 2>&1 || { cat /apt.log; fail "could not install $*"; }; }

apt-get -qq update
# A screen, a bus, the second opener, and a look at processes: what any desktop has.
install xvfb xauth dbus libglib2.0-bin procps
for tool in "$name" xdg-open update-desktop-database; do
    if command -v "$tool" >/dev/null; then fail "$tool is there before the package: the root is not clean"; fi
done

install /package.deb
test "$(dpkg-query -W -f '${db:Status-Status}' "$name")" = installed
# It ends well whatever it finds: what it says counts.
changed=$(dpkg --verify "$name")
test -z "$changed" || fail "installed other than packed: $changed"
say "installed $(dpkg-query -W -f '${Package} ${Version}' "$name"), with what it depends on and nothing else"

libraries=$(ldd "/usr/bin/$name")
missing=$(echo "$libraries" | grep 'not found' || true)
test -z "$missing" || fail "libraries: $missing"
grep -q "^x-scheme-handler/$id=$id.desktop" /usr/share/applications/mimeinfo.cache || fail "no index of our links"
say "the desktop's index names us for links"

useradd --create-home jo
cat >/as-jo.sh <<'EOF'
set -eu
name=$1; id=$2; link=$3
export HOME=/home/jo XDG_RUNTIME_DIR=/home/jo/run NO_AT_BRIDGE=1
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
cd "$HOME"
logs="$HOME/.local/share/$id/logs"
say() { echo "clean-root: $*"; }
fail() { echo "clean-root: FAILED: $*" >&2; cat "$logs"/* >&2 2>/dev/null || true; exit 1; }
# seen TIMES TEXT...: how often a line with all of the texts is in the log, at least.
seen() {
    times=$1; shift
    tries=0
    while :; do
        lines=$(cat "$logs"/*.log 2>/dev/null || true)
        for text; do lines=$(printf '%s\n' "$lines" | grep -F -e "$text" || true); done
        count=$(printf '%s' "$lines" | grep -c . || true)
        [ "$count" -ge "$times" ] && return 0
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || fail "waited for $times of: $*"
        sleep 0.2
    done
}
gone() {
    tries=0
    while pgrep -x "$name" >/dev/null; do
        tries=$((tries + 1)); [ "$tries" -le 150 ] || fail "it did not end"
        sleep 0.2
    done
}
one() { [ "$(pgrep -x -c "$name")" = 1 ] || fail "not one program: $(pgrep -x -a "$name")"; }

"$name" --handler-registered || fail "it does not know itself as the handler"
"$name" --register-scheme || fail "it cannot be made the handler"
own="$HOME/.local/share/applications/$id-links.desktop"
[ ! -e "$own" ] || fail "an entry of its own beside the package's"
"$name" --handler-registered || fail "it is no longer the handler"
"$name" --unregister-scheme || fail "it cannot take its entry back"
say "it knows itself as the handler of its links, by the package's entry"

round=0
for opener in "gio open" "xdg-open"; do
    round=$((round + 1))
    $opener "$link" >/dev/null 2>&1 &
    seen "$round" "a deep link arrived" '"start":"cold"'
    seen "$round" "the window is open"
    one
    say "$opener, cold: started with the link"
    for warm in 1 2 3; do
        $opener "$link" >/dev/null 2>&1 || fail "$opener failed while it ran"
    done
    seen $((round * 3)) "a deep link arrived" '"start":"warm"'
    one
    say "$opener, warm: three links reached the one that runs"
    pkill -x "$name"
    gone
done
if grep -rqF CANARY "$HOME/.local/share/$id"; then fail "a state was kept"; fi
[ "$(stat -c %a "$HOME/.local/share/$id")" = 700 ] || fail "the data is open to others"
EOF
setpriv --reuid jo --regid jo --clear-groups dbus-run-session -- \
    xvfb-run --auto-servernum --server-args='-noreset -screen 0 1400x1000x24' \
    /bin/sh /as-jo.sh "$name" "$id" "$link"

apt-get -qq -o Dpkg::Use-Pty=0 purge --yes "$name" >/apt.log 2>&1 || { cat /apt.log; fail "could not remove it"; }
! dpkg-query -W "$name" >/dev/null 2>&1 || fail "dpkg still knows it"
left=$(find / -xdev \( -path /proc -o -path /dev -o -path "/home/jo/.local/share/$id" -o -path /var/cache/apt/archives \) -prune -o \
    \( -iname "*$name*" -o -iname "*$id*" \) -print)
test -z "$left" || fail "left behind: $left"
left=$(grep -rlF -e "$id" -e "/usr/bin/$name" /etc /usr/share/applications /usr/share/icons /usr/share/metainfo /var/lib 2>/dev/null || true)
test -z "$left" || fail "still mentioned in: $left"
test -d "/home/jo/.local/share/$id" || fail "the data of the person is gone"
say "removed: nothing is left but the data of the person"
