/**
 * The quick start: prepares a data folder (token, keys, chain, TLS key) and runs the provisioned server on it, in the
 * foreground. It runs outside the server and uses nothing of it; nothing in the server uses it. The key ceremony is the
 * same off-line tool that a PKI team uses ({@code org.bailiwick.hsm.ceremony}), run as a process of its own, because a
 * PKCS#11 library reads its configuration from the environment of its process.
 */
@NullMarked
package org.bailiwick.quickstart;

import org.jspecify.annotations.NullMarked;
