/**
 * Tests only: finds native compilers and compiles the libraries and programs of tests. Thread-safe.
 */
package dev.deltalex.nativetools;
