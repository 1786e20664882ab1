package org.bailiwick.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that have servers of their own, never touch the shared one, open no browser and change nothing of the JVM. They wait
 * most of the time, for a start, for what is away to be back, so they run beside the others (ADR 46): one class after the
 * other, and its methods, too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("servers of one's own")
@interface OwnServers {}
