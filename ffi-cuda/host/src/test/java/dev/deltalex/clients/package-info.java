/**
 * The wire as real clients read it: recorded model outputs are served by an in-process server, cut
 * in several ways, and the published libraries of the three protocols must put the message together
 * exactly.
 *
 * <p>Nothing here is for other packages. The clients of the Java libraries run on the test's
 * thread; those of node in one process of their own, which is skipped, with a line that says so,
 * where node or its packages cannot be had.
 */
@NullMarked
package dev.deltalex.clients;

import org.jspecify.annotations.NullMarked;
