/** Tests of the soak run. */
@NullMarked
package dev.deltalex.soak;

import org.jspecify.annotations.NullMarked;
