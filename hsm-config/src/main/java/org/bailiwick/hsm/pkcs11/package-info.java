/**
 * {@link org.bailiwick.hsm.CaSigner} on a PKCS#11 token, through the JDK's SunPKCS11: find the token by its label, log
 * in, find a key by its label, sign; after a lost session, or a token that went away and came back, do all that again.
 *
 * <p>{@code KeyStore} and {@code PrivateKey} appear here and nowhere else. No provider is ever registered with {@code
 * java.security.Security}; no pool of sessions, as SunPKCS11 has one. What SunPKCS11 does not offer (slots by label, key
 * attributes, starting a library afresh) is asked of its inner classes by reflection, in {@code Cryptoki} alone; the JVM
 * must open them, see {@link org.bailiwick.hsm.pkcs11.Pkcs11Token}.
 *
 * <p>OASIS PKCS #11 version 2.40: §5.4 (C_Initialize), §5.6 (sessions), §4.9 (private key objects).
 */
@NullMarked
package org.bailiwick.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
