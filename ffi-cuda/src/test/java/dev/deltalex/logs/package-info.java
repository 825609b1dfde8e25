/** Captures log lines, for the tests of several packages. */
@NullMarked
package dev.deltalex.logs;

import org.jspecify.annotations.NullMarked;
