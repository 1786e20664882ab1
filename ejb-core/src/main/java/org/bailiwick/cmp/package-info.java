/**
 * CMP messages (RFC 9810): what a registration authority and a CA write to each other. Read strictly, bounded and typed;
 * built, protected and verified.
 *
 * <p>The way of a message that comes: {@code CmpMessage.parseRequest} (or {@code parseResponse}) → {@code
 * SignatureProtection.verify} or {@code MacProtection.verify} → {@code Freshness} → its {@code CmpBody}. The way of one that
 * goes: {@code CmpHeader.request} (or {@code answer}, {@code next}) and a {@code CmpBody} → {@code Protection.protect}.
 * Nothing that was read is believed before its protection was verified, by a secret or a certificate that the caller has from
 * elsewhere: what a message brings along proves nothing.
 *
 * <p>Plain Java and Bouncy Castle: no {@code jakarta}, no persistence, no HTTP, no clock; a moment is handed in. Bouncy Castle
 * is not in any signature that others see. Who may ask for what is decided elsewhere ({@code ra}), as is what is done with an
 * answer ({@code upstream}). RFC 9810 (messages), RFC 9483 (which of them, and how), RFC 4211 (CRMF), RFC 9481 (algorithms),
 * RFC 9045, RFC 8018 (PBMAC1), X.690 (DER).
 */
@NullMarked
package org.bailiwick.cmp;

import org.jspecify.annotations.NullMarked;
