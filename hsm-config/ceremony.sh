#!/bin/sh
# Runs the key ceremony: ceremony.sh COMMAND ..., see README.md. Needs a JDK 17 or later, and no server.
# Works in the source tree after "mvn package", and beside the jars of target/ceremony wherever they are copied to.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for jars in "$here/target/ceremony" "$here"; do
    if ls "$jars"/hsm-config-*.jar >/dev/null 2>&1; then
        if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; else java=java; fi
        # The first two: it ends before a second compiler, or a second thread that collects garbage, is worth its while.
        # The others: SunPKCS11 offers no way to find a slot by its token's label.
        exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
            --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED \
            --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED \
            -cp "$jars/*" org.bailiwick.hsm.ceremony.Ceremony "$@"
    fi
done
echo "The ceremony's jars are not here: build them with \"mvn -pl hsm-config package\"." >&2
exit 1
