/**
 * The binding of the CUDA driver: hand-written downcalls to {@code libcuda.so.1}, one method per
 * function, and the probe that finds a usable driver.
 *
 * <p>Any code may use {@link DriverLibrary} and {@link DriverProbe}, on any thread. Only {@code
 * dev.deltalex.cuda.device} calls {@link CudaDriver}: it enforces the rules on threads and
 * lifetimes that the C interface does not check. Only this package makes downcalls.
 */
@NullMarked
package dev.deltalex.cuda.driver;

import org.jspecify.annotations.NullMarked;
