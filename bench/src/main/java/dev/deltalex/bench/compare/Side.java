package dev.deltalex.bench.compare;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One version of core with the scenarios on top, in a class loader of its own. */
final class Side implements AutoCloseable {
  private static final String DRIVER = "dev.deltalex.bench.compare.Driver";

  final String name;
  private final URLClassLoader loader;
  private @Nullable Object driver;
  private final Map<String, LongUnaryOperator> scenarios = new HashMap<>();

  /**
   * Loads a version.
   *
   * @param classPath core, then what it needs, then the classes of this package
   */
  Side(String name, List<Path> classPath) throws IOException {
    this.name = name;
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    loader = new URLClassLoader(name, urls, ClassLoader.getPlatformClassLoader());
  }

  /** Makes the driver, which warms the scanner up. */
  void start() throws ReflectiveOperationException {
    driver = loader.loadClass(DRIVER).getConstructor().newInstance();
  }

  private Object driver() {
    return Objects.requireNonNull(driver, "not started");
  }

  /** Which scanner this side uses; two sides with different ones cannot be compared. */
  String scanner() {
    return (String) ((Supplier<?>) driver()).get();
  }

  @SuppressWarnings("unchecked") // The driver's declaration, seen through its JDK types.
  void add(String scenario, Map<String, Object> texts) {
    var maker = (BiFunction<String, Map<String, Object>, LongUnaryOperator>) driver();
    scenarios.put(scenario, maker.apply(scenario, texts));
  }

  /** Nanoseconds of the next slice. */
  long slice(String scenario) {
    return get(scenario).applyAsLong(0);
  }

  long deltas(String scenario) {
    return get(scenario).applyAsLong(Scenario.DELTAS);
  }

  long digest(String scenario) {
    return get(scenario).applyAsLong(Scenario.DIGEST);
  }

  private LongUnaryOperator get(String scenario) {
    LongUnaryOperator found = scenarios.get(scenario);
    if (found == null) {
      throw new IllegalArgumentException(scenario + " was not added");
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    scenarios.clear();
    loader.close();
  }
}
