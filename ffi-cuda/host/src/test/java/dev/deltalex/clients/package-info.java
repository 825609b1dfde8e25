/**
 * Tests with real clients: an in-process server serves recorded model outputs, cut in several ways,
 * and the published libraries of the three protocols must return the exact message.
 *
 * <p>The clients for Java run on the test's thread, those for Node.js in a separate process. If
 * Node.js or its packages are not available, the latter are skipped with a line on the console.
 */
@NullMarked
package dev.deltalex.clients;

import org.jspecify.annotations.NullMarked;
