#!/bin/sh
# Installs SoftHSM 2, which keeps PKCS#11 tokens in files: for tests and the quick start, not for real CA keys.
# Does nothing if it is there. If it may not install, prints the command to run and exits with 1.
set -eu

if command -v softhsm2-util >/dev/null 2>&1; then
    echo "SoftHSM $(softhsm2-util --version) is installed."
    exit 0
fi

if command -v apt-get >/dev/null 2>&1; then
    install="apt-get install -y softhsm2"
elif command -v dnf >/dev/null 2>&1; then
    install="dnf install -y softhsm"
elif command -v apk >/dev/null 2>&1; then
    install="apk add softhsm"
elif command -v brew >/dev/null 2>&1; then
    install="brew install softhsm"
else
    echo "No apt-get, dnf, apk or brew here: install SoftHSM 2 (softhsm2-util and libsofthsm2.so) by hand." >&2
    exit 1
fi

give_up() {
    echo "SoftHSM 2 is missing. Install it with:" >&2
    echo "    $1" >&2
    exit 1
}

# $install and $as_root are split into words on purpose.
case $install in
brew*) # refuses to run as root
    $install || give_up "$install"
    ;;
*)
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        give_up "sudo $install"
    fi
    # A fresh container has no package lists; if updating fails, those that are there may still do.
    case $install in
    apt-get*) $as_root apt-get update -qq || true ;;
    esac
    $as_root $install || give_up "sudo $install"
    ;;
esac

command -v softhsm2-util >/dev/null 2>&1 || give_up "$install"
echo "SoftHSM $(softhsm2-util --version) is installed."
