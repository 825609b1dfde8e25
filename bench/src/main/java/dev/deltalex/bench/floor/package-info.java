/**
 * Floors: for each question of the suites the least code that does the same job, written by hand
 * for exactly the texts of that question. A floor does less than a parser must (it holds nothing at
 * the end of a delta, has no limits, takes no other spelling), so a ratio of 1 cannot be reached.
 * Each produces the same output as the parser for its texts, which the suites check before they
 * measure. Not thread-safe.
 */
@NullMarked
package dev.deltalex.bench.floor;

import org.jspecify.annotations.NullMarked;
