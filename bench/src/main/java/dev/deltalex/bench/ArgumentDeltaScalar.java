package dev.deltalex.bench;

import org.openjdk.jmh.annotations.Fork;

/** As {@link ArgumentDelta}, with the scanner that looks at one char at a time. */
@Fork(jvmArgsAppend = "-Ddev.deltalex.scanner=scalar")
public class ArgumentDeltaScalar extends ArgumentDelta {}
