package dev.deltalex.bench;

import org.openjdk.jmh.annotations.Fork;

/**
 * As {@link WholeCall}, with scanner and floor that look at one char at a time. Three JVMs also in
 * the short set: a call took 270 ns in one and 306 in another.
 */
@Fork(value = 3, jvmArgsAppend = "-Ddev.deltalex.scanner=scalar")
public class WholeCallScalar extends WholeCall {}
