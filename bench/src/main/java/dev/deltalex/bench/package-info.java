/**
 * JMH suites, each named for the question it answers: pairs of our code and a floor ({@code
 * floor}), which {@code ratio} measures in turn, and the table that holds the ratios to {@code
 * bars.properties}. {@code Peers} holds other parsers against ours. JMH says which thread runs
 * what.
 */
@NullMarked
package dev.deltalex.bench;

import org.jspecify.annotations.NullMarked;
