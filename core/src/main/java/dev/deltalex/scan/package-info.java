/**
 * Fast scans for stop chars and chars to escape, and escaping of text for JSON.
 *
 * <p>Internal. A {@link CharScanner} is stateless and shared by all threads; {@link Scanners}
 * chooses one for the process. Only this package uses the Vector API.
 */
@NullMarked
package dev.deltalex.scan;

import org.jspecify.annotations.NullMarked;
