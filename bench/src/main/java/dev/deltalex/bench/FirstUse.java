package dev.deltalex.bench;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does the first request in a format wait for its tables? The library is loaded anew each
 * time, so that its code is as cold as in a new process; the JDK's is not. The figure is the least
 * CPU time of this thread, since a busy machine may let it wait for long.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class FirstUse extends EachFormat {
  private static final int LOADS = 8;

  /**
   * {@code another}: a further format. {@code first}: the first that a process uses, most of which
   * loads the parser's classes.
   */
  @Param({"another", "first"})
  public String use = "";

  private static final String LIBRARY = "dev.deltalex.";

  /** A copy of the library. */
  private static final class Copy extends ClassLoader {
    Copy() {
      super(Copy.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(LIBRARY)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in =
          Copy.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A request in a format of this copy, whose declaration is there already. */
    IntSupplier request(String format) throws ReflectiveOperationException {
      return (IntSupplier)
          loadClass(Request.class.getName()).getConstructor(String.class).newInstance(format);
    }
  }

  /** Makes the spec of a request, which needs the tables. */
  public static final class Request implements IntSupplier {
    private final WireFormat format;

    public Request(String name) {
      format = Formats.byName(name);
    }

    @Override
    public int getAsInt() {
      return StreamSpec.of(format).build().hashCode();
    }
  }

  private IntSupplier load() throws ReflectiveOperationException {
    Copy copy = new Copy();
    if (use.equals("another")) {
      IntSupplier other = copy.request(format.equals("hermes") ? "qwen3_coder" : "hermes");
      Calls.require(other.getAsInt() != 0, "no spec was made");
    }
    return copy.request(format);
  }

  /** All loads. */
  @Benchmark
  public void time(Ratio.Row row) throws ReflectiveOperationException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOADS; i++) {
      IntSupplier request = load();
      long start = threads.getCurrentThreadCpuTime();
      Calls.require(request.getAsInt() != 0, "no spec was made");
      least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
    }
    row.ours = least;
    row.ratio = Double.NaN;
    row.bytes = Double.NaN;
  }
}
