package dev.deltalex.cuda.emulated;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.nativetools.NativeTools;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The emulated driver: compiled at its first use, configured and queried through its own functions.
 * Without a C++ compiler, a test that uses it is skipped.
 *
 * <p>Kernels compiled in: those of {@code test_kernels.cu}, and {@code generation_step} of {@code
 * generation_loop.cu}. A process started by a test is configured by the environment variables
 * EMULATED_CUDA_VERSION, _DEVICES, _DELAY_US, _FAIL_AFTER, _FAIL_CODE and _HOLD_AFTER.
 */
@SuppressWarnings("restricted") // native code of this project, for tests
public final class EmulatedDriver {
  /** PTX text without a kernel, for modules whose content is irrelevant. */
  public static final String ANY_PTX = ".version 6.3\n.target sm_75\n.address_size 64\n";

  private final Path library;
  private final SymbolLookup lookup;

  private EmulatedDriver(Path library) {
    this.library = library;
    this.lookup = SymbolLookup.libraryLookup(library, Arena.global());
  }

  /** The complete driver, with its settings reset. */
  public static EmulatedDriver fresh() {
    EmulatedDriver driver = new EmulatedDriver(library("emulated_cuda"));
    driver.call("emulated_reset");
    return driver;
  }

  /** A driver compiled by {@link #library(String, String...)}, with its settings unchanged. */
  public static EmulatedDriver at(Path library) {
    return new EmulatedDriver(library);
  }

  /** Compiles the driver, or a variant without some functions. */
  public static Path library(String name, String... flags) {
    Path sources = NativeTools.TEST_SOURCES;
    List<Path> files =
        new ArrayList<>(
            List.of(
                sources.resolve("emulated_driver.cpp"),
                sources.resolve("emulated_kernels.cpp"),
                sources.resolve("test_kernels.cu")));
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("-I" + sources);
    all.add("-I" + NativeTools.CUDA_SOURCES);
    all.add("-include");
    all.add(sources.resolve("emulated_cuda.h").toString());
    NativeTools.cudaInclude().ifPresent(include -> all.add("-I" + include));
    Path loop = NativeTools.CUDA_SOURCES.resolve("generation_loop.cu");
    if (Files.exists(loop)) {
      files.add(loop);
      all.add("-DEMULATED_GENERATION_STEP");
    }
    return NativeTools.sharedLibrary(name, files, all);
  }

  /** The path of the library to probe. */
  public Path library() {
    return library;
  }

  /** Probes the library, and fails the test unless the driver is ready. */
  public DriverProbe.Ready ready() {
    DriverProbe probe = DriverLibrary.probe(library);
    if (probe instanceof DriverProbe.Ready ready) {
      return ready;
    }
    throw new AssertionError(probe.describe());
  }

  /** Sets the reported CUDA version, such as 12040. */
  public void version(int version) {
    call("emulated_version", version);
  }

  public void devices(int count) {
    call("emulated_devices", count);
  }

  /** Sets the compute capability, times 10. */
  public void capability(int capability) {
    call("emulated_capability", capability);
  }

  public void mapsHostMemory(boolean yes) {
    call("emulated_maps_host_memory", yes ? 1 : 0);
  }

  public void computeMode(int mode) {
    call("emulated_compute_mode", mode);
  }

  /** Sets the result of cuInit. */
  public void initResult(int code) {
    call("emulated_init_result", code);
  }

  /** Sets a delay before each kernel. */
  public void delayMicros(int micros) {
    call("emulated_delay_micros", micros);
  }

  /** Blocks all kernels before they run, like a hanging kernel, until it is reset. */
  public void hold(boolean yes) {
    call("emulated_hold", yes ? 1 : 0);
  }

  /** Calls of this function do not return until another name, or an empty text, is set. */
  public void hang(String function) {
    try (Arena arena = Arena.ofConfined()) {
      invoke("emulated_hang", FunctionDescriptor.ofVoid(ADDRESS), arena.allocateFrom(function));
    }
  }

  /** Bytes of the stack of the thread that last loaded a module. */
  public long stackBytes() {
    return ask("emulated_stack_bytes");
  }

  /** The driver call after the next {@code calls} calls returns the code and does nothing. */
  public void failCall(long calls, int code) {
    invoke("emulated_fail_call", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT), calls, code);
  }

  /** The next call of this function returns the code and does nothing. */
  public void failNext(String function, int code) {
    try (Arena arena = Arena.ofConfined()) {
      invoke(
          "emulated_fail_next",
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT),
          arena.allocateFrom(function),
          code);
    }
  }

  /**
   * Loses the context.
   *
   * @param launches number of launches that succeed before
   * @param code the result of every later call
   * @param sticks whether the error persists after the context is released
   */
  public void failAfter(long launches, int code, boolean sticks) {
    invoke(
        "emulated_fail_after",
        FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, JAVA_INT),
        launches,
        code,
        sticks ? 1 : 0);
  }

  /** Number of existing streams, modules, graphs and allocations. */
  public long live() {
    return ask("emulated_live");
  }

  /** Retain count of the primary context. */
  public long retained() {
    return ask("emulated_retained");
  }

  /** Number of objects that existed when a context that was not lost was released. */
  public long leaks() {
    return ask("emulated_leaks");
  }

  /** Number of objects that were freed while a stream was busy. */
  public long hazards() {
    return ask("emulated_hazards");
  }

  /** Names of the calls that released an object, in order, each followed by a space. */
  public String returned() {
    MemorySegment text =
        (MemorySegment) invoke("emulated_returned", FunctionDescriptor.of(ADDRESS));
    return text.reinterpret(Integer.MAX_VALUE).getString(0);
  }

  /** Number of kernels that have completed. */
  public long launched() {
    return ask("emulated_launched");
  }

  /** Number of calls of a driver function. */
  public long calls(String function) {
    try (Arena arena = Arena.ofConfined()) {
      return (long)
          invoke(
              "emulated_calls",
              FunctionDescriptor.of(JAVA_LONG, ADDRESS),
              arena.allocateFrom(function));
    }
  }

  private void call(String name, int... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    Object[] boxed = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] = JAVA_INT;
      boxed[i] = arguments[i];
    }
    invoke(name, FunctionDescriptor.ofVoid(layouts), boxed);
  }

  private long ask(String name) {
    return (long) invoke(name, FunctionDescriptor.of(JAVA_LONG));
  }

  private Object invoke(String name, FunctionDescriptor descriptor, Object... arguments) {
    try {
      return Linker.nativeLinker()
          .downcallHandle(lookup.find(name).orElseThrow(), descriptor)
          .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }
}
