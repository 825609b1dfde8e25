package dev.deltalex.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.ValueLayout;

/** The kind of a driver function's parameter, and its layout in a downcall. */
enum ParameterKind {
  /** unsigned char. */
  BYTE(JAVA_BYTE),
  /** int, unsigned int, and the enums. */
  INT(JAVA_INT),
  /** size_t. */
  SIZE(JAVA_LONG),
  /** unsigned long long, which is also CUdeviceptr. */
  WIDE(JAVA_LONG),
  /** A pointer to an opaque struct of the driver. */
  HANDLE(JAVA_LONG),
  /** A pointer into memory of this process. */
  POINTER(ADDRESS);

  @SuppressWarnings("ImmutableEnumChecker") // layouts are immutable
  private final ValueLayout layout;

  ParameterKind(ValueLayout layout) {
    this.layout = layout;
  }

  ValueLayout layout() {
    return layout;
  }
}
