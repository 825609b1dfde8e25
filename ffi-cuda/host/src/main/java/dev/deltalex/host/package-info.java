/** Text helpers that the command line, the server and the soak run share. */
@NullMarked
package dev.deltalex.host;

import org.jspecify.annotations.NullMarked;
