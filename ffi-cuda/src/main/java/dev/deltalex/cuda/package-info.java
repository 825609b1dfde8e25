/** The packages below this one bind CUDA. This one has no types. */
@NullMarked
package dev.deltalex.cuda;

import org.jspecify.annotations.NullMarked;
