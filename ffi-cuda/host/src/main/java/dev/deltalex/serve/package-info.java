/**
 * A small server that speaks the protocols of OpenAI and Anthropic, with the reference loop or
 * recorded outputs behind it: proof that real clients understand what the renderers write.
 *
 * <p>Callers from outside start a {@link dev.deltalex.serve.DeltalexServer}; the command line does.
 * HTTP is handled on event loops, requests are read on worker threads, events are rendered on the
 * multiplexer's shards; a response's lock lies between them and is never held while waiting.
 */
@NullMarked
package dev.deltalex.serve;

import org.jspecify.annotations.NullMarked;
