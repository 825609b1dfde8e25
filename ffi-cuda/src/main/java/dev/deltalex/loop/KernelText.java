package dev.deltalex.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The kernel of {@code generation_loop.cu} as PTX text, checked in so that nobody needs nvcc. For
 * the lowest instruction set that it needs: every driver since CUDA 10 takes it, for every device
 * from compute capability 7.5 on.
 */
final class KernelText {
  /** The resource, beside this class. */
  static final String RESOURCE = "generation_loop.ptx";

  /** The kernel's name in it. */
  static final String FUNCTION = "generation_step";

  private KernelText() {}

  /** The text. */
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
