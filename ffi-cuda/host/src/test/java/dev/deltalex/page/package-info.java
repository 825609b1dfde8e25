/**
 * Tests of the page of {@code serve} in Chromium, if it is installed, over its DevTools protocol
 * and the JDK's WebSocket.
 *
 * <p>All tests share a browser; each has its own tab. All calls are on the test's thread.
 */
@NullMarked
package dev.deltalex.page;

import org.jspecify.annotations.NullMarked;
