/**
 * Finds the format of a model: by its name, its chat template, or its files. What distinguishes
 * models is in the declarations of the formats; this package names none.
 *
 * <p>Not exported: {@code Formats} is its interface. Used when a model is loaded, never while a
 * stream is parsed.
 */
@NullMarked
package dev.deltalex.choose;

import org.jspecify.annotations.NullMarked;
