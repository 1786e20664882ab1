/**
 * The deployed EAR, driven from outside by real and by raw clients. One server is started for all test classes; a test
 * that kills or misconfigures a server starts one of its own.
 */
@NullMarked
package org.bailiwick.it;

import org.jspecify.annotations.NullMarked;
