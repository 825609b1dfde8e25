/** Helpers for threads, shared by the multiplexer, the generation loops and the host. */
@NullMarked
package dev.deltalex.thread;

import org.jspecify.annotations.NullMarked;
