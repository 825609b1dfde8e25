package dev.deltalex.bench;

import org.openjdk.jmh.annotations.Fork;

/** As {@link ArgumentDelta}, with scanner and floor that look at one char at a time. */
@Fork(value = 1, jvmArgsAppend = "-Ddev.deltalex.scanner=scalar")
public class ArgumentDeltaScalar extends ArgumentDelta {}
