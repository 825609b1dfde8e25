package dev.deltalex.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The kernel of {@code generation_loop.cu} as PTX text, checked in so that the build does not need
 * nvcc. It targets the oldest instruction set that it can: drivers since CUDA 10 accept it, for
 * devices from compute capability 7.5 on.
 */
final class KernelText {
  /** The name of the resource, in this class's package. */
  static final String RESOURCE = "generation_loop.ptx";

  /** The kernel's name in the text. */
  static final String FUNCTION = "generation_step";

  private KernelText() {}

  /** The PTX text. */
  static String ptx() {
    try (InputStream in = KernelText.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
