package org.bailiwick.hsm.pkcs11;

/**
 * What a token says of itself ({@code C_GetTokenInfo}, PKCS #11 §3.2), without padding.
 *
 * @param label its CKA_LABEL
 * @param manufacturer who made it
 * @param model what it is
 * @param serialNumber which one it is
 * @param firmware the version of what runs in it
 */
public record TokenDescription(String label, String manufacturer, String model, String serialNumber, String firmware) {}
