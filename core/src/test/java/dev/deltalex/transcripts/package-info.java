/**
 * The golden transcripts under {@code /transcripts}: what a model wrote and the events that come of
 * it, as markdown that users read. Read and replayed here.
 *
 * <p>Nothing else uses this package.
 */
@NullMarked
package dev.deltalex.transcripts;

import org.jspecify.annotations.NullMarked;
