package dev.deltalex.bench;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does the first request in a format wait for its tables? The library is loaded anew each
 * time, so that its code is as cold as in a new process; the JDK's is not.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class FirstUse extends EachFormat {
  private static final String LIBRARY = "dev.deltalex.";

  private IntSupplier first = () -> 0;
  private IntSupplier another = () -> 0;

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

  @Setup(Level.Invocation)
  public void load() throws ReflectiveOperationException {
    first = new Copy().request(format);
    Copy used = new Copy();
    IntSupplier other = used.request(format.equals("hermes") ? "qwen3_coder" : "hermes");
    if (other.getAsInt() == 0) {
      throw new IllegalStateException("no spec was made");
    }
    another = used.request(format);
  }

  /** The first format that a process uses: most of it loads the parser's classes. */
  @Benchmark
  public int first() {
    return first.getAsInt();
  }

  /** A further format. */
  @Benchmark
  public int another() {
    return another.getAsInt();
  }
}
