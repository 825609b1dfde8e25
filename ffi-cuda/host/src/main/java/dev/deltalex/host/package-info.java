/** Text helpers that the command line and the server share. */
@NullMarked
package dev.deltalex.host;

import org.jspecify.annotations.NullMarked;
