/** Tests of the function, in sessions of this JVM. */
@NullMarked
package dev.deltalex.spark;

import org.jspecify.annotations.NullMarked;
