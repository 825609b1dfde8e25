/**
 * The root of everything that touches CUDA or native memory. It holds no type of its own; core
 * never depends on it.
 */
@NullMarked
package dev.deltalex.cuda;

import org.jspecify.annotations.NullMarked;
