package dev.deltalex.bench;

import org.openjdk.jmh.annotations.Fork;

/**
 * As {@link WholeCall}, with scanner and floor that look at one char at a time. By what the JIT
 * inlines a call takes 270 or 306 ns here, so that one JVM says little: three also in the short
 * set.
 */
@Fork(value = 3, jvmArgsAppend = "-Ddev.deltalex.scanner=scalar")
public class WholeCallScalar extends WholeCall {}
