/**
 * The command line: {@code deltalex replay} runs recorded model output through the parser and
 * prints what comes out, or checks it against cases with a known answer; {@code generate} runs
 * streams of the reference loop and measures; {@code serve} serves clients and {@code soak} loads
 * such a server; {@code doctor} says what this machine has.
 *
 * <p>{@link dev.deltalex.cli.Main} is the entry point; nothing else is for callers from outside.
 * Everything but progress lines and the shards of {@code generate} runs on the main thread. Errors
 * of the user end as a clear message, never as a stack trace.
 */
@NullMarked
package dev.deltalex.cli;

import org.jspecify.annotations.NullMarked;
