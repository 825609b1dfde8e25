package dev.deltalex.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Tables are computed for a format that is used, not for all that there are. Each test loads the
 * library anew, because other tests have used its formats.
 */
class LazyLayoutTest {
  private static final String LAYOUT = "dev.deltalex.grammar.Layout";

  /** Loads a copy of the library, and of this class. */
  private static final class Copy extends ClassLoader {
    Copy() {
      super(Copy.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.deltalex.")) {
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

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }

    /** What a task of this file says in the copy. */
    Object run(Class<? extends Supplier<?>> task) throws ReflectiveOperationException {
      return ((Supplier<?>) loadClass(task.getName()).getConstructor().newInstance()).get();
    }
  }

  /** Everything that an engine may ask before a request: names, declarations, defaults. */
  public static final class LooksUp implements Supplier<Integer> {
    @Override
    public Integer get() {
      int found = 0;
      for (String name : Formats.names()) {
        WireFormat format = Formats.byName(name);
        found += format.aliases().size() + format.models().size();
        found += format.syntax().calls().size() + format.toJson().length();
        found += format.defaultOptions().hashCode() == 0 ? 1 : 0;
      }
      return found;
    }
  }

  /** Uses one format; says which have tables then. */
  public static final class UsesOne implements Supplier<List<String>> {
    @Override
    public List<String> get() {
      StreamSpec.of(Formats.byName("hermes")).build().read("Hello.");
      return Formats.all().stream().filter(UsesOne::hasTables).map(WireFormat::name).toList();
    }

    private static boolean hasTables(WireFormat format) {
      try {
        Field grammar = DeclaredFormat.class.getDeclaredField("grammar");
        grammar.setAccessible(true);
        return grammar.get(format) != null;
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void nothingIsLaidOutBeforeItIsAskedFor() throws ReflectiveOperationException {
    Copy copy = new Copy();
    assertTrue((Integer) copy.run(LooksUp.class) > 0);
    assertTrue(copy.hasLoaded("dev.deltalex.grammar.DeclaredFormat"));
    assertFalse(copy.hasLoaded(LAYOUT), "something computed tables");
  }

  @Test
  void aFormatThatIsUsedIsTheOnlyOneThatIsLaidOut() throws ReflectiveOperationException {
    Copy copy = new Copy();
    assertEquals(List.of("hermes"), copy.run(UsesOne.class));
    assertTrue(copy.hasLoaded(LAYOUT), "the test watches a class that does not compute tables");
  }
}
