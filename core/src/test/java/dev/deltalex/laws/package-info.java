/**
 * The laws of the test kit as properties, format by format, and tests of the kit itself.
 *
 * <p>Nothing else uses this package. Number of tries: the build's property {@code deltalex.tries}.
 */
@NullMarked
package dev.deltalex.laws;

import org.jspecify.annotations.NullMarked;
