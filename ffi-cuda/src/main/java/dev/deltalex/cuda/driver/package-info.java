/**
 * The CUDA driver, one call to one method: hand-written downcalls to {@code libcuda.so.1} and the
 * probe that says whether there is one worth calling.
 *
 * <p>{@link DriverLibrary} and {@link DriverProbe} are for everybody, on any thread; {@link
 * CudaDriver} is called by {@code dev.deltalex.cuda.device} alone, which keeps the rules about
 * threads and lifetimes that C leaves to its caller. Only this package makes downcalls.
 */
@NullMarked
package dev.deltalex.cuda.driver;

import org.jspecify.annotations.NullMarked;
