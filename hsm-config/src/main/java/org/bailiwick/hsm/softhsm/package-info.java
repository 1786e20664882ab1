/**
 * Tokens in files, made with SoftHSM 2: for tests, for the quick start, for trying a ceremony. Finds SoftHSM, and makes
 * a token with a random PIN in a folder. Not for real CA keys: who can read the folder and the PIN file has the keys.
 *
 * <p>{@code hsm-config/softhsm/install.sh} installs SoftHSM where it is missing; nothing here does.
 */
@NullMarked
package org.bailiwick.hsm.softhsm;

import org.jspecify.annotations.NullMarked;
