/**
 * The command line: {@code deltalex replay} runs recorded model output through the parser and
 * prints what comes out, or checks it against cases with a known answer.
 *
 * <p>{@link dev.deltalex.cli.Main} is the entry point; nothing else is for callers from outside.
 * Everything but progress lines runs on the main thread. Errors of the user end as a clear message,
 * never as a stack trace.
 */
@NullMarked
package dev.deltalex.cli;

import org.jspecify.annotations.NullMarked;
