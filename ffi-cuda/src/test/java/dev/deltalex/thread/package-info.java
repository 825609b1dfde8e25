/** Tests of the thread helpers. */
@NullMarked
package dev.deltalex.thread;

import org.jspecify.annotations.NullMarked;
