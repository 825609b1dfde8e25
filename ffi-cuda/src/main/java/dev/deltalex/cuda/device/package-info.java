/**
 * A CUDA device with its rules kept: one context per thread, owned memory, modules, streams and
 * graphs that are closed once and in order.
 *
 * <p>Everything here belongs to the thread that opened the {@link DeviceContext} and throws {@link
 * WrongThreadException} on another; the memory of a {@link PinnedBuffer} alone is read and written
 * by any thread. Called by the generation loop; calls {@code dev.deltalex.cuda.driver}.
 */
@NullMarked
package dev.deltalex.cuda.device;

import org.jspecify.annotations.NullMarked;
