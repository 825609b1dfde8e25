/**
 * A small server for the protocols of OpenAI and Anthropic, with the reference loop or recorded
 * outputs, to test the renderers with real clients.
 *
 * <p>The command line starts a {@link dev.deltalex.serve.DeltalexServer}. HTTP is handled on event
 * loops, requests are parsed on worker threads, events are rendered on the multiplexer's shards;
 * they synchronize with a lock per response, which is never held during a blocking call.
 */
@NullMarked
package dev.deltalex.serve;

import org.jspecify.annotations.NullMarked;
