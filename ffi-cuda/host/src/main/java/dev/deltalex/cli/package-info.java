/**
 * The command line: {@code deltalex replay} parses recorded model output and prints the events, or
 * checks them against cases; {@code formats} lists the wire formats or explains one; {@code
 * generate} runs streams of the reference loop and measures; {@code serve} serves clients; {@code
 * doctor} prints the features of this machine.
 *
 * <p>{@link dev.deltalex.cli.Main} is the entry point. Commands run on the main thread, except
 * progress lines and the shards of {@code generate}. An error of the user leads to a message
 * without a stack trace.
 */
@NullMarked
package dev.deltalex.cli;

import org.jspecify.annotations.NullMarked;
