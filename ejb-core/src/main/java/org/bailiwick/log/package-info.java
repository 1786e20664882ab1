/**
 * What the lines of the log say beside their sentence: which request or which job they are about. How the log is written is
 * the server's configuration ({@code configure.cli}).
 */
@NullMarked
package org.bailiwick.log;

import org.jspecify.annotations.NullMarked;
