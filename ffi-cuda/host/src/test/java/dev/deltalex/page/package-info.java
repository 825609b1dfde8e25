/**
 * The page of {@code serve} in a real browser: Chromium, where it is installed, driven over its
 * DevTools protocol by nothing but the JDK's WebSocket.
 *
 * <p>Nothing here is for other packages. One browser for all tests, a tab of its own for each; all
 * calls on the test's thread.
 */
@NullMarked
package dev.deltalex.page;

import org.jspecify.annotations.NullMarked;
