/**
 * The golden transcripts under {@code /transcripts}: what a model wrote and the events that come of
 * it, as markdown that users read. Read and replayed here.
 *
 * <p>Of the rest of the kit only {@link dev.deltalex.testkit.FormatKit} uses this package, by
 * {@link dev.deltalex.transcripts.TranscriptCheck}.
 */
@NullMarked
package dev.deltalex.transcripts;

import org.jspecify.annotations.NullMarked;
