/** The report of a run: its table, and plots of the points that the suites have written. */
@NullMarked
package dev.deltalex.bench.report;

import org.jspecify.annotations.NullMarked;
