/** What the tests of several packages share to see what was logged. */
@NullMarked
package dev.deltalex.logs;

import org.jspecify.annotations.NullMarked;
