package dev.deltalex.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that {@code --out} names: complete, or as it was before. The lines go to {@code
 * OUT.part}, which takes the name at the end. What is no regular file, such as {@code /dev/null} or
 * standard output, is written directly.
 */
final class BulkOutput extends OutputStream {
  private final OutputStream to;
  private final @Nullable Path part;
  private final Path file;
  private boolean complete;

  private BulkOutput(OutputStream to, @Nullable Path part, Path file) {
    this.to = to;
    this.part = part;
    this.file = file;
  }

  static BulkOutput open(Path file, PrintWriter stdout) {
    if (Inputs.isStandardInput(file)) {
      return new BulkOutput(new Lines(stdout), null, file);
    }
    boolean direct = Files.exists(file) && !Files.isRegularFile(file);
    Path to = direct ? file : file.resolveSibling(file.getFileName() + ".part");
    try {
      return new BulkOutput(Files.newOutputStream(to), direct ? null : to, file);
    } catch (IOException e) {
      throw new CliException(
          "--out: " + to + " could not be written; name a file in a directory that is yours: " + e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    to.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    to.write(bytes, offset, length);
  }

  /** All was written: {@link #close} keeps it. */
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    to.close();
    if (part != null && complete) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } else if (part != null) {
      Files.deleteIfExists(part);
    }
  }

  /** Bytes that are whole lines, to a writer, which stays open. */
  private static final class Lines extends OutputStream {
    private final PrintWriter to;

    Lines(PrintWriter to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      to.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
      if (to.checkError()) {
        throw new IOException("standard output is closed");
      }
    }
  }
}
