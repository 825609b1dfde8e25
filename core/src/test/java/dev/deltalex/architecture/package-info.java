/**
 * What holds for the whole of core rather than for one class: who may know whom, how large a method
 * may be, and how the module starts on its own. Not part of the public test kit.
 */
@NullMarked
package dev.deltalex.architecture;

import org.jspecify.annotations.NullMarked;
