/** Tests of the text helpers. */
@NullMarked
package dev.deltalex.host;

import org.jspecify.annotations.NullMarked;
