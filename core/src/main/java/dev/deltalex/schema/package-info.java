/**
 * A request's tools, compiled, and what a parameter's schema makes of a finished value text.
 *
 * <p>{@link ToolSetReader} turns the JSON of a request into an immutable {@link ToolSet} that any
 * number of threads may share; only it allocates and throws. {@link Coercion} and {@link
 * ParameterType} are pure functions: they allocate nothing and hold no state.
 */
@NullMarked
package dev.deltalex.schema;

import org.jspecify.annotations.NullMarked;
