#!/bin/sh
# Runs a server in the foreground until it is told to stop: bailiwick.sh /etc/bailiwick/bailiwick.properties
# The file has the settings (docs/settings.md), a line name=value each. If a file "environment" is beside it, that has what the
# server is to have in its environment, as a shell reads it: the two passwords, and what the token's library wants to know.
# What is kept is in the folder bailiwick.data; the server that this file is part of stays as it is, and may have many.
# Ends with 0 if it was told to, and with 1 if the server did not start, or ended by itself.
set -eu

stop() {
    echo "Bailiwick does not run: $1" >&2
    exit 1
}

# What the file says of a setting: its last line counts, as for Java.
setting() {
    sed -n "s/^[[:space:]]*bailiwick\.$1[[:space:]]*[=:][[:space:]]*//p" "$file" | tail -n 1 | sed 's/[[:space:]]*$//'
}

file=$(readlink -f "${1:-}") && [ -r "$file" ] || stop "say which file has the settings, such as /etc/bailiwick/bailiwick.properties."
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -e "$(dirname "$file")/environment" ]; then
    set -a
    . "$(dirname "$file")/environment"
    set +a
fi
[ -n "${BAILIWICK_DATABASE_PASSWORD:-}" ] || stop "BAILIWICK_DATABASE_PASSWORD is missing in the environment."
[ -n "${BAILIWICK_TLS_PASSWORD:-}" ] || stop "BAILIWICK_TLS_PASSWORD is missing in the environment."
if env | grep '^BAILIWICK_' | grep -qvE '^BAILIWICK_(DATABASE|TLS)_PASSWORD='; then
    stop "of the environment only the two passwords are taken: write all other settings into $file."
fi
data=$(setting data)
case $data in
    *[[:space:]]*) stop "there must be no blank in bailiwick.data=$data" ;;
    /*) ;;
    *) stop "write into $file: bailiwick.data=, and the whole path of a folder." ;;
esac
[ ! -e "$data/server.process" ] || stop "$data is the folder of a quick start: name another one (bailiwick.data)."
host=$(setting host)
bind=$(setting bind-address)
[ -n "$bind" ] || case ${host:-localhost} in localhost) bind=127.0.0.1 ;; *) bind=0.0.0.0 ;; esac
keystore=$(setting tls.keystore)
keystore=${keystore:-$data/tls/server.p12}
case $(setting database.url | tr -d '\\') in jdbc:postgresql:*) driver=postgresql ;; *) driver=h2 ;; esac

umask 077
mkdir -p "$data/database" "$data/log" "$data/tls"
# The server holds the lock, too: for as long as it lives.
exec 9> "$data/lock"
flock -n 9 || stop "a server runs on $data."
# For the first seconds of a server that gives itself a certificate.
if [ ! -e "$keystore" ]; then
    rm -f "$keystore.new"
    "${JAVA_HOME:+$JAVA_HOME/bin/}keytool" -genkeypair -alias server -keyalg EC -groupname secp256r1 -validity 1 \
        -dname "CN=${host:-localhost}" -storetype PKCS12 -keystore "$keystore.new" -storepass:env BAILIWICK_TLS_PASSWORD
    mv "$keystore.new" "$keystore"
fi
rm -rf "$data/server"
cp -R "$home/standalone" "$data/server"
{
    echo "bailiwick.database.url=jdbc:h2:file:$data/database/bailiwick;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
    echo "bailiwick.database.driver=$driver"
    echo "bailiwick.tls.keystore=$keystore"
    # a setting without a value is none, and WildFly takes blanks behind one for a part of it
    sed -e 's/[[:space:]]*$//' -e '/^[[:space:]]*bailiwick\.[a-z0-9.-]*[[:space:]]*[=:]$/d' "$file"
} > "$data/server/bailiwick.properties"

# SunPKCS11 offers no way to find a slot by its token's label, so it is opened.
unset JBOSS_HOME RUN_CONF
export LAUNCH_JBOSS_IN_BACKGROUND=true JBOSS_PIDFILE="$data/server/pid"
export JAVA_OPTS="${JAVA_OPTS:--Xms128m -Xmx512m} --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED \
--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED"
"$home/bin/standalone.sh" "-Djboss.server.base.dir=$data/server" "-Djboss.server.log.dir=$data/log" -b "$bind" \
    -P "$data/server/bailiwick.properties" &
server=$!
told=
trap 'told=yes; kill "$server" 2> /dev/null || true' HUP INT TERM

# WildFly goes on without an application that did not start.
ear=$data/server/deployments/bailiwick.ear
while kill -0 "$server" 2> /dev/null && [ ! -e "$ear.deployed" ]; do
    if [ -e "$ear.failed" ]; then
        # told to stop it would wait for what waits for the end of the start
        kill -9 "$(cat "$JBOSS_PIDFILE")"
        wait "$server" || true
        stop "it did not start; see above, or $data/log/server.log."
    fi
    sleep 1
done
while kill -0 "$server" 2> /dev/null; do
    wait "$server" || true
done
[ -n "$told" ] || stop "the server ended by itself; see above, or $data/log/server.log."
