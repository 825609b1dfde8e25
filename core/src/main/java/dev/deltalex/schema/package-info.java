/**
 * The tools of a request: a compiled map from names to ordinals and from parameters to the types
 * that their schemas admit.
 *
 * <p>Exported. {@link dev.deltalex.schema.ToolSetReader} compiles the JSON of a request to an
 * immutable, thread-safe {@link dev.deltalex.schema.ToolSet}; only the reader allocates and throws.
 */
@NullMarked
package dev.deltalex.schema;

import org.jspecify.annotations.NullMarked;
