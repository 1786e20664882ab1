#!/bin/sh
# Runs a server in the foreground until it is told to stop: bailiwick.sh /etc/bailiwick/bailiwick.properties
# The file has the settings (docs/settings.md), a line name=value each. If a file "environment" is beside it, that has what the
# server is to have in its environment, as a shell reads it: the two passwords, and what the token's library wants to know.
# What is kept is in the folder bailiwick.data; the server that this file is part of stays as it is, and may have many.
set -eu
file=$(readlink -f "${1:?Say where the settings are, such as /etc/bailiwick/bailiwick.properties}")
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# What the file says of a setting: its last line counts, as for Java.
setting() {
    sed -n "s/^[[:space:]]*bailiwick\.$1[[:space:]]*[=:][[:space:]]*//p" "$file" | tail -n 1 | sed 's/[[:space:]]*$//'
}

stop() {
    echo "Bailiwick does not start: $1" >&2
    exit 1
}

[ -r "$file" ] || stop "$file cannot be read."
if [ -e "$(dirname "$file")/environment" ]; then
    set -a
    . "$(dirname "$file")/environment"
    set +a
fi
[ -n "${BAILIWICK_DATABASE_PASSWORD:-}" ] || stop "BAILIWICK_DATABASE_PASSWORD is missing in the environment."
[ -n "${BAILIWICK_TLS_PASSWORD:-}" ] || stop "BAILIWICK_TLS_PASSWORD is missing in the environment."
data=$(setting data)
case $data in /*) ;; *) stop "write into $file: bailiwick.data=, and the whole path of a folder." ;; esac
host=$(setting host)
bind=$(setting bind-address)
[ -n "$bind" ] || case ${host:-localhost} in localhost) bind=127.0.0.1 ;; *) bind=0.0.0.0 ;; esac
keystore=$(setting tls.keystore)
keystore=${keystore:-$data/tls/server.p12}
case $(setting database.url) in jdbc:postgresql:*) driver=postgresql ;; *) driver=h2 ;; esac

umask 077
mkdir -p "$data/database" "$data/log" "$data/tls"
# The server holds the lock, too: for as long as it lives.
exec 9> "$data/lock"
flock -n 9 || stop "a server runs on $data."
# For the first seconds of a server that gives itself a certificate.
[ -e "$keystore" ] || "${JAVA_HOME:+$JAVA_HOME/bin/}keytool" -genkeypair -alias server -keyalg EC -groupname secp256r1 \
    -validity 1 -dname "CN=${host:-localhost}" -storetype PKCS12 -keystore "$keystore" -storepass:env BAILIWICK_TLS_PASSWORD
rm -rf "$data/server"
cp -R "$home/standalone" "$data/server"
{
    echo "bailiwick.database.url=jdbc:h2:file:$data/database/bailiwick;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
    echo "bailiwick.database.driver=$driver"
    echo "bailiwick.tls.keystore=$keystore"
    cat "$file"
} > "$data/server/bailiwick.properties"

# Whoever ends this script ends the server. SunPKCS11 offers no way to find a slot by its token's label, so it is opened.
export LAUNCH_JBOSS_IN_BACKGROUND=true
export JAVA_OPTS="${JAVA_OPTS:--Xms128m -Xmx512m} --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED \
--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED"
exec "$home/bin/standalone.sh" "-Djboss.server.base.dir=$data/server" "-Djboss.server.log.dir=$data/log" -b "$bind" \
    -P "$data/server/bailiwick.properties"
