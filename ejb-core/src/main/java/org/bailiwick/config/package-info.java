/**
 * Settings: read once, validated, or no start. The table of all settings is {@code docs/settings.md}.
 */
@NullMarked
package org.bailiwick.config;

import org.jspecify.annotations.NullMarked;
