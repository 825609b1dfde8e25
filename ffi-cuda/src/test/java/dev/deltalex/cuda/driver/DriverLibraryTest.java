package dev.deltalex.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.emulated.EmulatedDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe of a defective driver returns a result with a reason. */
class DriverLibraryTest {
  @TempDir Path directory;

  /** On every machine, the probe returns a result of one line and throws nothing. */
  @Test
  void machine() {
    DriverProbe probe = DriverLibrary.probe();
    assertFalse(probe.describe().isBlank());
    assertFalse(probe.describe().contains("\n"), probe.describe());
    if (probe instanceof DriverProbe.Absent absent) {
      assertTrue(absent.reason().contains("libcuda.so.1"), absent.reason());
    }
  }

  @Test
  void missingLibrary() {
    assertAbsent(DriverLibrary.probe(directory.resolve("libnothing.so")), "is not a file");
  }

  @Test
  void notALibrary() throws Exception {
    Path text = Files.writeString(directory.resolve("libtext.so"), "not ELF");
    assertAbsent(DriverLibrary.probe(text), "cannot be loaded");
  }

  @Test
  void missingSymbol() {
    Path library = EmulatedDriver.library("emulated_no_launch", "-DEMULATED_WITHOUT_LAUNCH");
    assertUnusable(
        DriverLibrary.probe(library), "does not export cuLaunchKernel: not a complete CUDA driver");
  }

  /** Registering memory is required, since a loop cannot start without it. */
  @Test
  void aDriverThatCannotShareMemoryIsNotReady() {
    Path library =
        EmulatedDriver.library("emulated_no_unregister", "-DEMULATED_WITHOUT_UNREGISTER");
    assertUnusable(DriverLibrary.probe(library), "does not export cuMemHostUnregister");
  }

  @Test
  void tooOld() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.version(10_020);
    DriverProbe.TooOld old =
        assertInstanceOf(DriverProbe.TooOld.class, DriverLibrary.probe(emulated.library()));
    assertTrue(
        old.reason().endsWith("supports CUDA 10.2, required is 11.0 or later"), old.reason());
    assertEquals(0, emulated.calls("cuInit"), "an old driver is not started");
  }

  /** A driver that is too old for a function is reported as too old, not as incomplete. */
  @Test
  void tooOldComesBeforeMissingSymbol() {
    Path library = EmulatedDriver.library("emulated_no_launch", "-DEMULATED_WITHOUT_LAUNCH");
    EmulatedDriver emulated = EmulatedDriver.at(library);
    try {
      emulated.version(9_000);
      assertInstanceOf(DriverProbe.TooOld.class, DriverLibrary.probe(library));
    } finally {
      emulated.version(12_040);
    }
  }

  @Test
  void versionUnknown() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.failNext("cuDriverGetVersion", 1);
    assertUnusable(DriverLibrary.probe(emulated.library()), "cuDriverGetVersion");
  }

  @Test
  void initFails() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.initResult(803);
    assertUnusable(
        DriverLibrary.probe(emulated.library()),
        "cuInit: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803): driver and kernel module do not match");
  }

  /** A code for which the driver has no name, such as one of a later header. */
  @Test
  void initFailsWithoutAName() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.initResult(12345);
    assertUnusable(
        DriverLibrary.probe(emulated.library()), "cuInit: CUresult 12345 (12345): no explanation");
  }

  /** An explanation without a terminating NUL is ignored, and the probe still returns a result. */
  @Test
  void initFailsWithATextThatDoesNotEnd() {
    Path library = EmulatedDriver.library("emulated_endless", "-DEMULATED_ENDLESS_TEXT");
    EmulatedDriver.at(library).initResult(803);
    assertUnusable(
        DriverLibrary.probe(library),
        "cuInit: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803): no explanation");
  }

  @Test
  void noDevice() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.devices(0);
    DriverProbe.NoDevice none =
        assertInstanceOf(DriverProbe.NoDevice.class, DriverLibrary.probe(emulated.library()));
    assertTrue(none.reason().contains("CUDA_ERROR_NO_DEVICE (100)"), none.reason());
  }

  @Test
  void deviceTooOld() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.capability(61);
    emulated.devices(2);
    DriverProbe.NoDevice none =
        assertInstanceOf(DriverProbe.NoDevice.class, DriverLibrary.probe(emulated.library()));
    assertEquals(
        "device 0, Emulated device 0: compute capability 6.1, required is 7.5; "
            + "device 1, Emulated device 1: compute capability 6.1, required is 7.5",
        none.reason());
  }

  @Test
  void deviceThatCannotMap() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.mapsHostMemory(false);
    DriverProbe.NoDevice none =
        assertInstanceOf(DriverProbe.NoDevice.class, DriverLibrary.probe(emulated.library()));
    assertTrue(none.reason().endsWith("cannot map host memory"), none.reason());
  }

  @Test
  void deviceProhibited() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.computeMode(CudaConstants.CU_COMPUTEMODE_PROHIBITED);
    DriverProbe.NoDevice none =
        assertInstanceOf(DriverProbe.NoDevice.class, DriverLibrary.probe(emulated.library()));
    assertTrue(
        none.reason().endsWith("compute mode is PROHIBITED; set another one with nvidia-smi -c"),
        none.reason());
  }

  /** A device that fails during the probe is passed over, with the reason. */
  @Test
  void firstDevicePassedOver() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.devices(2);
    emulated.failNext("cuDeviceGetName", 1);
    DriverProbe.Ready ready = emulated.ready();
    assertEquals(1, ready.ordinal());
    assertEquals(1, ready.passedOver().size());
    assertTrue(ready.passedOver().getFirst().contains("cuDeviceGetName"));
  }

  @Test
  void ready() {
    DriverProbe.Ready ready = EmulatedDriver.fresh().ready();
    assertEquals("Emulated device 0", ready.name());
    assertEquals(12_040, ready.version());
    assertEquals(
        "Emulated device 0, compute capability 7.5, driver for CUDA 12.4", ready.describe());
    assertTrue(ready.driver().optional().hasGraphs());
  }

  @Test
  void optionalFunctionsMayBeMissing() {
    Path library = EmulatedDriver.library("emulated_no_graphs", "-DEMULATED_WITHOUT_GRAPHS");
    DriverProbe.Ready ready =
        assertInstanceOf(DriverProbe.Ready.class, DriverLibrary.probe(library));
    assertFalse(ready.driver().optional().hasGraphs());
    MissingSymbolException missing =
        assertThrows(
            MissingSymbolException.class, () -> ready.driver().optional().graphLaunch(0, 0));
    assertEquals("cuGraphLaunch", missing.symbol());
  }

  /** A driver whose start does not return. */
  @Test
  void aDriverThatHangsIsNotWaitedFor() {
    EmulatedDriver emulated = EmulatedDriver.fresh();
    emulated.hang("cuInit");
    try {
      DriverProbe probe =
          DriverLibrary.within(
              Duration.ofMillis(200), () -> DriverLibrary.probe(emulated.library()));
      assertUnusable(probe, "it has not answered after 200 ms");
    } finally {
      emulated.hang("");
    }
    assertInstanceOf(
        DriverProbe.Ready.class,
        DriverLibrary.within(
            Duration.ofSeconds(20), () -> DriverLibrary.probe(emulated.library())));
  }

  private static void assertUnusable(DriverProbe probe, String reason) {
    DriverProbe.Unusable unusable = assertInstanceOf(DriverProbe.Unusable.class, probe);
    assertTrue(unusable.reason().contains(reason), unusable.reason());
    assertEquals("unusable CUDA driver: " + unusable.reason(), unusable.describe());
  }

  private static void assertAbsent(DriverProbe probe, String reason) {
    DriverProbe.Absent absent = assertInstanceOf(DriverProbe.Absent.class, probe);
    assertTrue(absent.reason().contains(reason), absent.reason());
    assertEquals("no CUDA driver: " + absent.reason(), absent.describe());
  }
}
