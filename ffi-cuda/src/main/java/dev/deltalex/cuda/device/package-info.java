/**
 * Objects over the CUDA driver: a context per thread that owns memory, modules, streams and graphs
 * and closes each of them once and in order.
 *
 * <p>All methods must be called by the thread that opened the {@link DeviceContext} and throw
 * {@link WrongThreadException} on another. Only the memory of a {@link PinnedBuffer} may be
 * accessed by any thread. Called by the generation loop; calls {@code dev.deltalex.cuda.driver}.
 */
@NullMarked
package dev.deltalex.cuda.device;

import org.jspecify.annotations.NullMarked;
