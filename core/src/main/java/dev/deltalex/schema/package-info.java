/**
 * A request's tools, compiled: names to ordinals, parameters to the types that their schemas admit.
 *
 * <p>Exported. {@link dev.deltalex.schema.ToolSetReader} turns the JSON of a request into an
 * immutable {@link dev.deltalex.schema.ToolSet} that any number of threads may share; only the
 * reader allocates and throws.
 */
@NullMarked
package dev.deltalex.schema;

import org.jspecify.annotations.NullMarked;
