/**
 * The public test kit: {@link EventLog} records what a parser says, {@link SyntaxReference} is the
 * slow and plain second opinion that reads a format's declaration, {@link CallTexts}, {@link
 * Mutations} and {@link RandomTexts} make inputs, {@link Laws} states what must hold for every
 * input, and {@link LawRun} hunts with them.
 *
 * <p>Tests, fuzz targets and benchmarks may call it, also from other modules. It shares no parsing
 * code with the engine. Everything is confined to the calling thread.
 */
@NullMarked
package dev.deltalex.testkit;

import org.jspecify.annotations.NullMarked;
