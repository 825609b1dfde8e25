/**
 * JMH suites, each named for the question it answers, and the table that holds their results to the
 * bars in {@code bars.properties}. Nothing else uses this package; JMH says which thread runs what.
 */
@NullMarked
package dev.deltalex.bench;

import org.jspecify.annotations.NullMarked;
