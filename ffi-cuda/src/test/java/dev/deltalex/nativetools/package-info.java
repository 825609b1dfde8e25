/**
 * Tests only: finds native compilers and compiles what tests load or start. Any test may call it,
 * on any thread.
 */
package dev.deltalex.nativetools;
